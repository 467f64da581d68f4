"""Uploads a model, serves it, asks it, and moves its alias to a second version: `serve_a_model.py ONE.onnx TWO.onnx`.

RELAYDESK_URL, RELAYDESK_EMAIL and RELAYDESK_PASSWORD say where and who. The files may be those of
`make_a_model.py ONE.onnx 1` and `make_a_model.py TWO.onnx 2`.
"""

import os
import sys

from relaydesk_sdk import Relaydesk


def main(first: str, second: str) -> None:
    person = {"email": os.environ["RELAYDESK_EMAIL"], "password": os.environ["RELAYDESK_PASSWORD"]}
    with Relaydesk(os.environ["RELAYDESK_URL"], **person) as desk:
        desk.models.create("example", description="From the examples of the SDK", tags=["example"])
        desk.models.upload("example", first, progress=lambda sent, size: print(f"{100 * sent // size} % sent"))
        desk.models.point("example", "champion", 1)
        deployment = desk.deployments.wait(desk.deployments.create("example", "example", alias="champion"))
        print("version 1 says", desk.infer("example", {"x": [[1.0, 2.0, 3.0]]})["y"].tolist())
        desk.models.upload("example", second)
        desk.models.point("example", "champion", 2)
        desk.deployments.wait(deployment)
        print("version 2 says", desk.infer("example", {"x": [[1.0, 2.0, 3.0]]})["y"].tolist())
        desk.deployments.roll_back(deployment)
        desk.deployments.wait(deployment)
        print("after going back", desk.infer("example", {"x": [[1.0, 2.0, 3.0]]})["y"].tolist())
        desk.deployments.delete(deployment)


if __name__ == "__main__":
    main(*sys.argv[1:])
