namespace linktender::http {}
