namespace linktender::source {}
