package medusa.ftp;

/// Two lanes for one kind of work: those who have not logged in keep nobody waiting who has.
record Lanes(Lane users, Lane strangers) {

    Lane of(FtpSession session) {
        return session.user().isAnonymous() ? strangers : users;
    }
}
