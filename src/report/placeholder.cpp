namespace linktender::report {}
