"""Enqueues a task and waits for it, telling how far it is. RELAYDESK_URL and RELAYDESK_KEY say where and who."""

import os

from relaydesk_sdk import Relaydesk


def main() -> None:
    with Relaydesk(os.environ["RELAYDESK_URL"], key=os.environ["RELAYDESK_KEY"]) as desk:
        task_id = desk.tasks.enqueue("demo.progress", {"steps": 4, "step_s": 0.05}, priority=5)
        task = desk.tasks.wait(task_id, progress=lambda done, words: print(f"{100 * done:.0f} % {words}"))
        print("ended with", task["result"])


if __name__ == "__main__":
    main()
