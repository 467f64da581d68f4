/** A short tone and a desktop notification for a waiting visitor, as far as the operator asked for them. */
import { preferences } from "../preferences/store";

let audio: AudioContext | undefined;

function playTone(): void {
  audio ??= new AudioContext();
  const start = audio.currentTime;
  const gain = audio.createGain();
  gain.connect(audio.destination);
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.5);
  for (const [hertz, delay] of [
    [660, 0],
    [880, 0.14],
  ] as const) {
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain);
    tone.start(start + delay);
    tone.stop(start + 0.5);
  }
}

export function callOperator(title: string, body: string): void {
  const { sound, desktopNotifications } = preferences();
  if (sound) playTone();
  if (desktopNotifications && document.hidden && "Notification" in window && Notification.permission === "granted") {
    const notification = new Notification(title, { body, tag: "relaydesk.waiting" });
    notification.onclick = () => window.focus();
  }
}

export async function askForNotifications(): Promise<boolean> {
  return "Notification" in window && (await Notification.requestPermission()) === "granted";
}
