const MAIL = /[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/gi;

function onResponse(response) {
  for (const { message } of response.json?.choices ?? []) {
    if (typeof message?.content === "string") {
      message.content = message.content.replace(MAIL, "***");
    }
  }
}
