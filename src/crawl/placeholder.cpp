namespace linktender::crawl {}
