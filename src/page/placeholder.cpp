namespace linktender::page {}
