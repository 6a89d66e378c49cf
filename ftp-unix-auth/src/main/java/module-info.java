/// Who the server acts as on Unix: giving up root, and later real users' log-ins and personas.
module medusa.ftp.unix.auth {
    requires medusa.engine;
    requires com.sun.jna;

    exports medusa.unix to com.sun.jna;

    provides medusa.auth.Privileges with medusa.unix.UnixPrivileges;
}
