function onRequest(request) {
  if (request.json) delete request.json.user;
}
