namespace linktender::app {}
