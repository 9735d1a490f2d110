namespace linktender::url {}
