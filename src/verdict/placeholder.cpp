namespace linktender::verdict {}
