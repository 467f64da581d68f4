/** Sends files, which `fetch` tells no progress of: the browser reads them from the disk as they go. */
import { keeper } from "../auth/tokens";
import { type ApiError, errorOf } from "./errors";

interface Options {
  /** How much has been sent, from 0 to 1. */
  onProgress: (fraction: number) => void;
  signal: AbortSignal;
}

/** What the server answers; a refusal is an ApiError, an end by `signal` its reason. */
export async function upload(path: string, file: File, { onProgress, signal }: Options): Promise<unknown> {
  const token = await keeper.token();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    const refuse = (error: ApiError) => {
      error.message = `${file.name}: ${error.message}`; // it may be read on a page that shows no file
      reject(error);
    };
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText));
      else void errorOf(new Response(request.responseText, { status: request.status })).then(refuse);
    };
    request.onerror = () => reject(new TypeError("the connection was lost"));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
