function onRequest(request) {
  request.headers["x-shop"] = "tea-house";
}
