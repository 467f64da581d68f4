const MOST = 1024;

function onRequest(request) {
  const { json } = request;
  if (!json?.model) return;
  json.max_tokens = Math.min(json.max_tokens ?? MOST, MOST);
}
