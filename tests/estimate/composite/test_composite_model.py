"""Models of composites that cannot be, and what is said of them."""

import pytest

from analysis.errors import ParameterError
from analysis.estimate.composite.model import specify_composite_model

BLOCKS = {"image": ["i1", "i2"], "value": ["v1"], "loyalty": ["l1", "l2"]}


def test_blocks_and_paths_as_matrices() -> None:
    model = specify_composite_model(
        BLOCKS, {"value": ["image"], "loyalty": ["image", "value"]}, formative=["image"]
    )
    assert model.items == ("i1", "i2", "v1", "l1", "l2")
    assert model.blocks.sum(axis=0).tolist() == [2, 1, 2]
    assert model.paths.tolist() == [[False] * 3, [True, False, False], [True, True, False]]
    assert model.formative.tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("constructs", "paths", "message"),
    [
        (BLOCKS, {"loyalty": ["imge"]}, "'imge' is not a construct.*Did you mean 'image'"),
        (BLOCKS, {"value": ["loyalty"], "loyalty": ["image", "value"]},
         "circle: (loyalty -> value -> loyalty|value -> loyalty -> value)"),
        (BLOCKS, {"value": ["value"]}, "circle: value -> value"),
        (BLOCKS, {"loyalty": ["image"]}, "'value' has no path"),
        ({**BLOCKS, "value": ["i2"]}, {"value": ["image"]}, "'i2'.*in 'image' too"),
        ({**BLOCKS, "value": []}, {"value": ["image"]}, "'value' needs a list"),
        ({**BLOCKS, "value": ["v1", "v1"]}, {"value": ["image"]}, "'v1'.*twice"),
    ],
)  # fmt: skip
def test_models_that_cannot_be(constructs: dict, paths: dict, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        specify_composite_model(constructs, paths)
