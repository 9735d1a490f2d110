namespace linktender::store {}
