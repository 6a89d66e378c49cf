/// Who the server acts as on Unix: giving up root, and later real users' log-ins and personas. It exports nothing: the
/// engine finds it as a service, and JNA's direct mapping asks for no access.
module medusa.ftp.unix.auth {
    requires medusa.engine;
    requires com.sun.jna;

    provides medusa.auth.Privileges with medusa.unix.UnixPrivileges;
}
