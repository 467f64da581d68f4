"""What is refused of a model's file, and that nothing is left of it."""

from pathlib import Path

import onnx_files
import pytest
from model_registry import MODELS, Registry
from onnx_files import graph, message, model, node, number, varint

from relaydesk.registry.errors import ModelTooComplex
from relaydesk.registry.onnx.apart import describe_file
from relaydesk.registry.onnx.reader import RefusedFileError, describe

DEEP = graph()
for _ in range(120):
    DEEP = graph(node("If", [], [], message(5, message(6, DEEP))))

FAR = onnx_files.external
HOSTILE = {
    "an empty file": (b"", "MODEL_NOT_ONNX"),
    "text": (b"hello world, this is no model", "MODEL_NOT_ONNX"),
    "JSON": (b'{"ir_version": 8}', "MODEL_NOT_ONNX"),
    "a ZIP file": (b"PK\x03\x04" + b"\0" * 500, "MODEL_NOT_ONNX"),
    "a number without an end": (b"\xff" * 1000, "MODEL_NOT_ONNX"),
    "a number longer than 64 bits": (number(1, 8) + b"\x28" + b"\xff" * 10 + b"\x01", "MODEL_NOT_ONNX"),
    "zeros": (b"\0" * 100_000, "MODEL_NOT_ONNX"),
    "field 0": (number(1, 8) + b"\x02\x00", "MODEL_NOT_ONNX"),
    "a field that others take for another": (
        model(graph() + varint(1 << 32 | 5 << 3 | 2) + message(5, FAR("beside.bin"))[1:]),
        "MODEL_NOT_ONNX",
    ),
    "a group": (number(1, 8) + b"\x3b\x3c", "MODEL_NOT_ONNX"),
    "a graph that is a number": (number(1, 8) + number(7, 1), "MODEL_NOT_ONNX"),
    "two graphs": (model() + message(7, graph()), "MODEL_NOT_ONNX"),
    "a version of no standard": (number(1, 2**40) + message(7, graph()) + message(8, b""), "MODEL_NOT_ONNX"),
    "an initializer longer than its graph": (
        model(graph() + message(5, b"", stated_bytes=10)),
        "MODEL_NOT_ONNX",
    ),
    "a cut file": (model()[:-30], "MODEL_TRUNCATED"),
    "a graph as long as no file": (number(1, 8) + message(7, b"", stated_bytes=2**63), "MODEL_TRUNCATED"),
    "no operator sets": (number(1, 8) + message(7, graph()), "MODEL_TRUNCATED"),
    "no graph": (number(1, 8) + message(8, number(2, 17)), "MODEL_WITHOUT_GRAPH"),
    "no outputs": (model(onnx_files.INPUT), "MODEL_WITHOUT_GRAPH"),
    "graphs in graphs in graphs": (model(DEEP), "MODEL_TOO_COMPLEX"),
    "two thousand outputs": (model(graph(*([onnx_files.OUTPUT] * 2000))), "MODEL_TOO_COMPLEX"),
    "a shape of a thousand sizes": (
        model(graph(onnx_files.value_info(12, "z", 1, [1] * 1000))),
        "MODEL_TOO_COMPLEX",
    ),
}
INNER = message(5, message(6, graph(message(5, FAR("/etc/passwd")))))
EXTERNAL = {
    "beside it": (graph(message(5, FAR("weights.bin"))), "weights.bin"),
    "above it": (graph(message(5, FAR("../../secrets/key"))), "../../secrets/key"),
    "anywhere": (graph(message(5, FAR("/etc/passwd"))), "/etc/passwd"),
    "by an attribute": (graph(node("Constant", [], ["c"], message(5, message(5, FAR("a.bin"))))), "a.bin"),
    "in an inner graph": (graph(node("If", ["c"], ["d"], INNER)), "/etc/passwd"),
    "of a sparse tensor": (graph(message(15, message(1, FAR("s.bin")))), "s.bin"),
    "without a place": (graph(message(5, number(14, 1))), ""),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
async def test_what_is_no_whole_model_is_refused_with_the_reason(registry: Registry, name: str) -> None:
    await registry.make()
    content, code = HOSTILE[name]
    assert await registry.refusal(content) == (422, code)


@pytest.mark.parametrize("name", sorted(EXTERNAL))
async def test_data_in_another_file_is_refused_wherever_it_is_named(registry: Registry, name: str) -> None:
    await registry.make()
    content, location = EXTERNAL[name]
    answer = await registry.send(model(content))
    assert (answer.status_code, answer.json()["code"]) == (422, "MODEL_HAS_EXTERNAL_DATA")
    assert answer.json()["details"] == {"location": location}
    assert (await registry.http.get(f"{MODELS}/churn/versions")).json()["total"] == 0


async def test_external_data_of_a_functions_node_is_refused_too(registry: Registry) -> None:
    await registry.make()
    constant = node("Constant", [], ["c"], message(5, message(5, FAR("f.bin"))))
    function = message(25, message(1, "f") + message(7, constant[2:]))
    assert await registry.refusal(model() + function) == (422, "MODEL_HAS_EXTERNAL_DATA")


def test_every_cut_and_every_changed_byte_of_a_file_is_read_or_refused() -> None:
    whole = model(graph(node("If", ["c"], ["d"], INNER.replace(b"/etc/passwd", b"/etc/passwd"))))
    for place in range(len(whole)):
        for content in (
            whole[:place],
            *(whole[:place] + bytes([octet]) + whole[place + 1 :] for octet in (0, 127, 255)),
        ):
            try:
                describe(content)
            except RefusedFileError:
                continue


async def test_a_file_that_takes_long_to_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(model(graph(*[node("Add", ["x", "w"], ["y"])] * 2_000_000)))
    with pytest.raises(ModelTooComplex):
        await describe_file(path, within_s=1)


async def test_what_no_tensor_is_has_no_datatype(registry: Registry) -> None:
    await registry.make()
    a_map = message(12, message(1, "probabilities") + message(2, message(4, message(1, b""))))
    complex_output = onnx_files.value_info(12, "c", onnx_files.COMPLEX64, [])
    text_input = onnx_files.value_info(11, "t", onnx_files.STRING, [-5, "n", 0])
    uploaded = await registry.upload(model(graph(a_map, complex_output, text_input)))
    assert uploaded["inputs"][1] == {"name": "t", "datatype": "BYTES", "shape": [-1, -1, 0]}
    assert uploaded["outputs"][1:] == [
        {"name": "probabilities", "datatype": None, "shape": None},
        {"name": "c", "datatype": None, "shape": []},
    ]


async def test_names_that_no_text_can_have_are_shown_as_far_as_they_are_text(registry: Registry) -> None:
    await registry.make()
    odd = message(1, b"a\x00\xff") + message(2, message(1, number(1, 1)))
    uploaded = await registry.upload(model(graph(message(12, odd)), producer="p\x00"))
    assert (uploaded["outputs"][1]["name"], uploaded["producer"]) == ("a\ufffd\ufffd", "p\ufffd 1.0")


async def test_another_checksum_is_refused(registry: Registry) -> None:
    await registry.make()
    assert await registry.refusal(model(), sha256="0" * 64) == (422, "CHECKSUM_MISMATCH")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "UPLOAD_WITHOUT_FILE"),
        (b'--B\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--B--\r\n', "UPLOAD_WITHOUT_FILE"),
        (b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\nx', "UPLOAD_CUT"),
        (b"no form at all", "UPLOAD_UNREADABLE"),
        (b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n' * 2 + b"--B--\r\n", "UPLOAD_UNREADABLE"),
        (
            b'--B\r\nContent-Disposition: form-data; name="note"\r\n\r\n' + b"x" * 100_000 + b"\r\n--B--\r\n",
            "UPLOAD_UNREADABLE",
        ),
        (b"--B\r\nX: " + b"x" * 10_000 + b"\r\n\r\n\r\n--B--\r\n", "UPLOAD_UNREADABLE"),
    ],
)
async def test_a_form_that_is_none_is_refused(registry: Registry, content: bytes, code: str) -> None:
    await registry.make()
    before = registry.left_files()
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    answer = await registry.http.post(f"{MODELS}/churn/versions", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert registry.left_files() == before


async def test_a_form_without_a_boundary_is_refused(registry: Registry) -> None:
    await registry.make()
    for kind in ("multipart/form-data", "multipart/form-data; boundary="):
        answer = await registry.http.post(f"{MODELS}/churn/versions", content=b"--B", headers={"Content-Type": kind})
        assert (answer.status_code, answer.json()["code"]) == (422, "UPLOAD_UNREADABLE")
