#!/usr/bin/python3
"""Keras's files, and what their models compute: tests/Golden/keras/CASE.h5 or CASE.keras with CASE.golden (JSON):

    input    [N][T][F]
    outputs  [[N][…], …]  each of the model's outputs, window by window: [O], or [T][O] where it has every step

No Keras is needed, and none was: layers are computed here in float64, from their definitions, and files are written with h5py, zipfile and json
as Keras 1, Keras 2, tf.keras and Keras 3 lay them out. Weights are drawn from a seed that is the case's name.

    python3 make_keras.py          (h5py and numpy)
"""
import functools
import io
import json
import math
import pathlib
import re
import zipfile
import zlib

import h5py
import numpy as np

HERE = pathlib.Path(__file__).parent / "keras"
N, T, F = 2, 6, 3
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def function(name, keras):
    return {
        "linear": lambda x: x,
        None: lambda x: x,
        "relu": lambda x: np.maximum(x, 0),
        "relu6": lambda x: np.clip(x, 0, 6),
        "leaky_relu": lambda x: np.where(x < 0, 0.2 * x, x),
        "elu": lambda x: np.where(x < 0, np.exp(np.minimum(x, 0)) - 1, x),
        "selu": lambda x: SELU_SCALE * np.where(x < 0, SELU_ALPHA * (np.exp(np.minimum(x, 0)) - 1), x),
        "softplus": lambda x: np.log(1 + np.exp(x)),
        "softsign": lambda x: x / (1 + abs(x)),
        "tanh": np.tanh,
        "hard_tanh": lambda x: np.clip(x, -1, 1),
        "sigmoid": sigmoid,
        "hard_sigmoid": (lambda x: np.clip(x / 6 + 0.5, 0, 1)) if keras == 3 else (lambda x: np.clip(0.2 * x + 0.5, 0, 1)),
        "softmax": softmax,
        "log_softmax": lambda x: np.log(softmax(x)),
        "silu": lambda x: x * sigmoid(x),
        "swish": lambda x: x * sigmoid(x),
        "gelu": lambda x: x / 2 * (1 + np.vectorize(math.erf)(x / math.sqrt(2))),
        "exponential": np.exp,
    }[name]


def snake(name):
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


class Layer:
    """weights: [(name, array)] in Keras's order. places: for an archive, where below the layer they are."""

    def __init__(self, **config):
        self.config = config
        self.weights = None
        self.name = config.pop("name", None)
        self.trained = None  # how many of the weights come first in a model in a model

    @property
    def cls(self):
        return type(self).__name__

    def get(self, key, absent=None):
        return self.config.get(key, absent)

    def draw(self, *sizes, low=-0.7, high=0.7):
        return self.rng.uniform(low, high, sizes).astype(np.float32)

    def prepare(self, rng, keras, x):
        self.rng, self.keras = rng, keras
        if self.weights is None:
            self.weights = []
            self.build(x)

    def build(self, x):
        pass

    def listed(self):
        return [(f"{self.name}/{name}:0", array) for name, array in self.weights]

    def places(self):
        return [("vars", [array for _, array in self.weights])]

    def act(self, key="activation"):
        return function(self.get(key), self.keras)


class Dense(Layer):
    def build(self, x):
        self.weights = [("kernel", self.draw(x.shape[-1], self.config["units"]))]
        if self.get("use_bias", True):
            self.weights.append(("bias", self.draw(self.config["units"])))

    def call(self, x):
        y = x @ self.weights[0][1].astype(float)
        return self.act()(y + self.weights[1][1] if len(self.weights) > 1 else y)


class Recurrent(Layer):
    gates = 1

    def build(self, x):
        u = self.config["units"]
        self.weights = [("kernel", self.draw(x.shape[-1], self.gates * u)), ("recurrent_kernel", self.draw(u, self.gates * u))]
        if self.get("use_bias", True):
            self.weights.append(("bias", self.draw(*self.bias_shape(u))))

    def bias_shape(self, u):
        return (self.gates * u,)

    def listed(self):
        cell = f"{snake(self.cls)}_cell/" if self.keras == "tf" else ""
        return [(f"{self.name}/{cell}{name}:0", array) for name, array in self.weights]

    def places(self):
        return [("vars", []), ("cell/vars", [array for _, array in self.weights])]

    def matrices(self):
        W, U = (self.weights[i][1].astype(float) for i in (0, 1))
        u = self.config["units"]
        b = self.weights[2][1].astype(float) if len(self.weights) > 2 else np.zeros(self.bias_shape(u))
        return W, U, b, u

    def call(self, x):
        steps = x[:, ::-1] if self.get("go_backwards") else x
        ys, states = self.run(steps)
        y = ys if self.get("return_sequences") else ys[:, -1]
        return [y, *states] if self.get("return_state") else y


class SimpleRNN(Recurrent):
    def run(self, x):
        W, U, b, u = self.matrices()
        h, ys = np.zeros((len(x), u)), []
        for t in range(x.shape[1]):
            h = self.act()(x[:, t] @ W + h @ U + b)
            ys.append(h)
        return np.stack(ys, 1), [h]


class LSTM(Recurrent):
    gates = 4

    def run(self, x):
        W, U, b, u = self.matrices()
        gate, f = self.act("recurrent_activation"), self.act()
        h, c, ys = np.zeros((len(x), u)), np.zeros((len(x), u)), []
        for t in range(x.shape[1]):
            i, fg, g, o = np.split(x[:, t] @ W + h @ U + b, 4, axis=1)
            c = gate(fg) * c + gate(i) * f(g)
            h = gate(o) * f(c)
            ys.append(h)
        return np.stack(ys, 1), [h, c]


class GRU(Recurrent):
    gates = 3

    def bias_shape(self, u):
        return (2, 3 * u) if self.get("reset_after") else (3 * u,)

    def run(self, x):
        W, U, b, u = self.matrices()
        gate, f = self.act("recurrent_activation"), self.act()
        after = self.get("reset_after")
        b, rb = b if after else (b, np.zeros(3 * u))
        h, ys = np.zeros((len(x), u)), []
        for t in range(x.shape[1]):
            xz, xr, xh = np.split(x[:, t] @ W + b, 3, axis=1)
            hz, hr = np.split(h @ U[:, :2 * u] + rb[:2 * u], 2, axis=1)
            z, r = gate(xz + hz), gate(xr + hr)
            n = f(xh + r * (h @ U[:, 2 * u:] + rb[2 * u:])) if after else f(xh + (r * h) @ U[:, 2 * u:])
            h = z * h + (1 - z) * n
            ys.append(h)
        return np.stack(ys, 1), [h]


class CuDNNLSTM(Recurrent):
    """Gates' matrices [units, inputs] in the memory of an array of Keras's shape; two biases."""
    gates = 4

    def bias_shape(self, u):
        return (2 * self.gates * u,)

    def run(self, x):
        W, U, b, u = self.matrices()
        W = np.hstack([k.reshape(u, -1).T for k in map(np.ascontiguousarray, np.hsplit(W, self.gates))])
        U = np.hstack([k.T for k in np.hsplit(U, self.gates)])
        h, c, ys = np.zeros((len(x), u)), np.zeros((len(x), u)), []
        for t in range(x.shape[1]):
            i, fg, g, o = np.split(x[:, t] @ W + h @ U + b[:4 * u] + b[4 * u:], 4, axis=1)
            c = sigmoid(fg) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            ys.append(h)
        return np.stack(ys, 1), [h, c]


class CuDNNGRU(Recurrent):
    gates = 3

    def bias_shape(self, u):
        return (6 * u,)

    def run(self, x):
        W, U, b, u = self.matrices()
        W = np.hstack([k.reshape(u, -1).T for k in map(np.ascontiguousarray, np.hsplit(W, 3))])
        U = np.hstack([k.T for k in np.hsplit(U, 3)])
        h, ys = np.zeros((len(x), u)), []
        for t in range(x.shape[1]):
            xz, xr, xh = np.split(x[:, t] @ W + b[:3 * u], 3, axis=1)
            hz, hr, hh = np.split(h @ U + b[3 * u:], 3, axis=1)
            z, r = sigmoid(xz + hz), sigmoid(xr + hr)
            h = z * h + (1 - z) * np.tanh(xh + r * hh)
            ys.append(h)
        return np.stack(ys, 1), [h]


class RNN(Recurrent):
    """The layer around one cell, whose settings are inside."""

    def __init__(self, inner, **config):
        super().__init__(**config)
        self.inner = inner

    def build(self, x):
        self.inner.config.update(self.config)
        self.inner.prepare(self.rng, self.keras, x)
        self.weights = self.inner.weights

    def call(self, x):
        return self.inner.call(x)


class Bidirectional(Layer):
    def __init__(self, layer, **config):
        super().__init__(**config)
        self.layer = layer

    def build(self, x):
        kind = type(self.layer)
        back = dict(self.layer.config, go_backwards=not self.layer.get("go_backwards", False))
        self.forward, self.backward = kind(**self.layer.config), kind(**back)
        for layer, side in ((self.forward, "forward"), (self.backward, "backward")):
            layer.name = f"{side}_{snake(layer.cls)}"
            layer.prepare(self.rng, self.keras, x)

    def call(self, x):
        a, b = self.forward.call(x), self.backward.call(x)
        if self.layer.get("return_sequences"):
            b = b[:, ::-1]
        mode = self.get("merge_mode", "concat")
        return {"concat": lambda: np.concatenate((a, b), -1), "sum": lambda: a + b, "ave": lambda: (a + b) / 2, "mul": lambda: a * b, None: lambda: [a, b]}[mode]()

    def listed(self):
        return [(f"{self.name}/{name}", array) for layer in (self.forward, self.backward) for name, array in layer.listed()]

    def places(self):
        return [("vars", [])] + [(f"{side}_layer/{place}", arrays) for side in ("forward", "backward") for place, arrays in getattr(self, side).places()]


class TimeDistributed(Layer):
    def __init__(self, layer, **config):
        super().__init__(**config)
        self.layer = layer

    def build(self, x):
        self.layer.name = self.layer.name or snake(self.layer.cls)
        self.layer.prepare(self.rng, self.keras, x[:, 0])

    def call(self, x):
        return np.stack([self.layer.call(x[:, t]) for t in range(x.shape[1])], 1)

    def listed(self):
        return [(f"{self.name}/{name}", array) for name, array in self.layer.listed()]

    def places(self):
        return [("vars", [])] + [(f"layer/{place}", arrays) for place, arrays in self.layer.places()]


class Activation(Layer):
    def call(self, x):
        return self.act()(x)


class LeakyReLU(Layer):
    def call(self, x):
        slope = self.get("negative_slope", self.get("alpha"))
        slope = slope["config"]["value"] if isinstance(slope, dict) else slope
        return np.where(x < 0, slope * x, x)


class ReLU(Layer):
    def call(self, x):
        slope, most, threshold = self.get("negative_slope", 0), self.get("max_value"), self.get("threshold", 0)
        y = np.where(x >= threshold, x, slope * (x - threshold))
        return y if most is None else np.minimum(y, most)


class ELU(Layer):
    def call(self, x):
        return np.where(x < 0, self.config["alpha"] * (np.exp(np.minimum(x, 0)) - 1), x)


class ThresholdedReLU(Layer):
    def call(self, x):
        return np.where(x > self.config["theta"], x, 0)


class Softmax(Layer):
    def call(self, x):
        return np.swapaxes(softmax(np.swapaxes(x, 1, -1)), 1, -1) if self.get("axis") == 1 else softmax(x)


class PReLU(Layer):
    def build(self, x):
        shape = [1 if self.get("shared_axes") and axis in self.config["shared_axes"] else size for axis, size in enumerate(x.shape)][1:]
        self.weights = [("alpha", self.draw(*shape))]

    def call(self, x):
        return np.where(x < 0, self.weights[0][1] * x, x)


class Dropout(Layer):
    def call(self, x):
        return x


class SpatialDropout1D(Dropout):
    pass


class GaussianNoise(Dropout):
    pass


class GaussianDropout(Dropout):
    pass


class AlphaDropout(Dropout):
    pass


class ActivityRegularization(Dropout):
    pass


class Identity(Dropout):
    pass


class BatchNormalization(Layer):
    def build(self, x):
        f = x.shape[-1]
        self.weights = []
        if self.get("scale", True):
            self.weights.append(("gamma", self.draw(f, low=0.5, high=1.5)))
        if self.get("center", True):
            self.weights.append(("beta", self.draw(f)))
        self.trained = len(self.weights)
        self.weights += [("moving_mean", self.draw(f)), ("moving_variance", self.draw(f, low=0.3, high=2))]

    def call(self, x):
        named = {name: array.astype(float) for name, array in self.weights}
        y = (x - named["moving_mean"]) / np.sqrt(named["moving_variance"] + self.config["epsilon"])
        return y * named.get("gamma", 1) + named.get("beta", 0)


class LayerNormalization(Layer):
    def build(self, x):
        f = x.shape[-1]
        self.weights = ([("gamma", self.draw(f, low=0.5, high=1.5))] if self.get("scale", True) else []) + ([("beta", self.draw(f))] if self.get("center", True) else [])

    def call(self, x):
        named = {name: array.astype(float) for name, array in self.weights}
        y = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.config["epsilon"])
        return y * named.get("gamma", 1) + named.get("beta", 0)


class Normalization(Layer):
    def build(self, x):
        if self.get("mean") is None:
            f = x.shape[-1]
            self.trained = 0
            self.weights = [("mean", self.draw(f)), ("variance", self.draw(f, low=0.3, high=2)), ("count", np.array(7, np.int64))]

    def call(self, x):
        mean, var = (self.weights[0][1].astype(float), self.weights[1][1].astype(float)) if self.weights else map(np.array, (self.get("mean"), self.get("variance")))
        deviation = np.maximum(np.sqrt(var), 1e-7)
        return x * deviation + mean if self.get("invert") else (x - mean) / deviation


class Rescaling(Layer):
    def call(self, x):
        return x * np.array(self.config["scale"]) + np.array(self.config["offset"])


def pads(padding, steps, span, stride):
    if padding == "causal":
        return span - 1, 0
    if padding == "valid":
        return 0, 0
    total = max(0, (-(-steps // stride) - 1) * stride + span - steps)
    return total // 2, total - total // 2


class Conv1D(Layer):
    def build(self, x):
        k, g = self.config["kernel_size"][0], self.get("groups", 1)
        self.weights = [("kernel", self.draw(k, x.shape[-1] // g, self.config["filters"]))]
        if self.get("use_bias", True):
            self.weights.append(("bias", self.draw(self.config["filters"])))

    def call(self, x):
        return self.act()(self.over(x, self.weights[0][1].astype(float), self.get("groups", 1)) + (self.weights[1][1] if len(self.weights) > 1 else 0))

    def over(self, x, kernel, groups):
        k, per, out = kernel.shape
        stride, dilation = self.get("strides", [1])[0], self.get("dilation_rate", [1])[0]
        span = (k - 1) * dilation + 1
        before, after = pads(self.get("padding", "valid"), x.shape[1], span, stride)
        x = np.pad(x, ((0, 0), (before, after), (0, 0)))
        ys = []
        for t in range(0, x.shape[1] - span + 1, stride):
            taps = x[:, t:t + span:dilation]
            ys.append(np.concatenate([np.einsum("nki,kio->no", taps[:, :, g * per:(g + 1) * per], kernel[:, :, g * out // groups:(g + 1) * out // groups]) for g in range(groups)], -1))
        return np.stack(ys, 1)


class DepthwiseConv1D(Conv1D):
    def build(self, x):
        k, m = self.config["kernel_size"][0], self.get("depth_multiplier", 1)
        self.weights = [("depthwise_kernel", self.draw(k, x.shape[-1], m)), ("bias", self.draw(x.shape[-1] * m))]

    def deep(self, x):
        kernel = self.weights[0][1].astype(float)
        return self.over(x, kernel.reshape(kernel.shape[0], 1, -1), kernel.shape[1])

    def call(self, x):
        return self.act()(self.deep(x) + self.weights[1][1])


class SeparableConv1D(DepthwiseConv1D):
    def build(self, x):
        k, m, out = self.config["kernel_size"][0], self.get("depth_multiplier", 1), self.config["filters"]
        self.weights = [("depthwise_kernel", self.draw(k, x.shape[-1], m)), ("pointwise_kernel", self.draw(1, x.shape[-1] * m, out)), ("bias", self.draw(out))]

    def call(self, x):
        return self.act()(self.deep(x) @ self.weights[1][1][0].astype(float) + self.weights[2][1])


class ZeroPadding1D(Layer):
    def call(self, x):
        return np.pad(x, ((0, 0), tuple(self.config["padding"]), (0, 0)))


class MaxPooling1D(Layer):
    @staticmethod
    def of(x):
        return x.max(1)

    def call(self, x):
        k, stride = self.config["pool_size"][0], self.config["strides"][0]
        before, after = pads(self.get("padding", "valid"), x.shape[1], k, stride)
        ys = []
        for t in range(-before, x.shape[1] + after - k + 1, stride):
            ys.append(self.of(x[:, max(t, 0):t + k]))
        return np.stack(ys, 1)


class AveragePooling1D(MaxPooling1D):
    @staticmethod
    def of(x):
        return x.mean(1)


class GlobalMaxPooling1D(Layer):
    def call(self, x):
        return x.max(1, keepdims=self.get("keepdims", False))


class GlobalAveragePooling1D(Layer):
    def call(self, x):
        return x.mean(1, keepdims=self.get("keepdims", False))


class Flatten(Layer):
    def call(self, x):
        return x.reshape(len(x), -1)


class RepeatVector(Layer):
    def call(self, x):
        return np.repeat(x[:, None], self.config["n"], 1)


class Reshape(Layer):
    def call(self, x):
        return x.reshape(len(x), *self.config["target_shape"])


class Permute(Layer):
    def call(self, x):
        return x.transpose(0, *self.config["dims"])


class Masking(Layer):
    def call(self, x):
        return x


class Add(Layer):
    def call(self, *xs):
        return sum(spread(xs))


class Average(Layer):
    def call(self, *xs):
        return sum(xs) / len(xs)


class Subtract(Layer):
    def call(self, a, b):
        return a - b


def spread(xs):
    """Keras gives values without steps an axis of one."""
    rank = max(x.ndim for x in xs)
    return [x[:, None] if x.ndim < rank else x for x in xs]


class Multiply(Layer):
    def call(self, *xs):
        return functools.reduce(np.multiply, spread(xs))


class Maximum(Layer):
    def call(self, *xs):
        return functools.reduce(np.maximum, spread(xs))


class Minimum(Layer):
    def call(self, *xs):
        return functools.reduce(np.minimum, spread(xs))


class Dot(Layer):
    def call(self, weights, states):
        pooled = np.einsum("bt,btf->bf", weights.reshape(len(weights), -1), states)
        return pooled[:, None] if weights.ndim == 3 else pooled


class Operation(Layer):
    """An operation that a functional model has by its name: of keras.ops, by its class, or TensorFlow's, in a TFOpLambda."""
    number = None

    def __init__(self, places=None, y=None, name=None, **config):
        super().__init__(name=name, **config)
        self.where, self.number = places, y

    def call(self, *xs):
        xs = list(xs) + ([self.number] if self.number is not None else [])
        return self.compute(*xs)

    def over(self, f, x):
        axis = self.get("axis")
        return f(x, axis=tuple(axis) if isinstance(axis, list) else axis, keepdims=self.get("keepdims", False))

    def key(self):
        return tuple(slice(*place) if isinstance(place, tuple) else place for place in self.where)


class Sum(Operation):
    function, tf = "reduce_sum", "math.reduce_sum"

    def compute(self, x):
        return self.over(np.sum, x)


class Mean(Operation):
    function, tf = "reduce_mean", "math.reduce_mean"

    def compute(self, x):
        return self.over(np.mean, x)


class Max(Operation):
    function, tf = "reduce_max", "math.reduce_max"

    def compute(self, x):
        return self.over(np.max, x)


class GetItem(Operation):
    function, tf = "getitem", "__operators__.getitem"

    def compute(self, x):
        return x[self.key()]


class Function(Operation):
    """Of TensorFlow alone: math.multiply, nn.softmax and their like."""

    def __init__(self, tf, compute, **config):
        super().__init__(**config)
        self.tf, self.compute = tf, compute


class Concatenate(Layer):
    def call(self, *xs):
        return np.concatenate(xs, -1)


class Model(Layer):
    """A sequential model: layers; or a functional one: [(layer, [names of what it reads, 'name:1' for a further output])], outputs."""

    def __init__(self, layers, outputs=None, steps=T, features=F, title=None, shared=()):
        super().__init__()
        self.functional = outputs is not None
        self.nodes = layers if self.functional else [(layer, None) for layer in layers]
        self.outputs, self.steps, self.features, self.title = outputs, steps, features, title
        self.name_layers()

    @property
    def cls(self):
        return "Functional" if self.functional else "Sequential"

    def name_layers(self):
        counts = {}
        seen = []
        for layer, _ in self.nodes:
            if any(layer is other for other in seen):
                continue
            seen.append(layer)
            base = "bidirectional" if isinstance(layer, Bidirectional) else snake(layer.cls)
            count = counts[base] = counts.get(base, -1) + 1
            layer.container = base if count == 0 else f"{base}_{count}"
            layer.name = layer.name or layer.container
        self.layers = seen
        self.input_name = "input_1" if not self.functional else "samples"

    def build(self, x):
        self.run_all(x)

    def call(self, x):
        return self.run_all(x)

    def run_all(self, x):
        values, calls = {self.input_name: [x]}, {}
        before = self.input_name
        for layer, reads in self.nodes:
            names = reads or [before]
            given = [values[name.split(":")[0]][int((name.split(":") + [0])[1])] for name in names]
            layer.prepare(self.rng, self.keras, given[0])
            y = layer.call(*given)
            call = calls[layer.name] = calls.get(layer.name, -1) + 1
            before = layer.name if call == 0 else f"{layer.name}#{call}"
            values[before] = y if isinstance(y, list) else [y]
        if not self.functional:
            return values[before][0]
        outputs = [values[name.split(":")[0]][int((name.split(":") + [0])[1])] for name in self.outputs]
        return outputs[0] if len(outputs) == 1 else outputs

    def listed(self):
        """All that is trained, then all that is counted, as tf.keras has it."""
        first, last = [], []
        for layer in self.layers:
            own = layer.listed()
            cut = len(own) if layer.trained is None else layer.trained
            first += own[:cut]
            last += own[cut:]
        return first + last

    def places(self):
        return [("vars", [])] + [(f"layers/{layer.container}/{place}", arrays) for layer in self.layers for place, arrays in layer.places()]


# --- architectures -----------------------------------------------------------------------------------------------------------------------

OLD = {"units": "output_dim", "recurrent_activation": "inner_activation", "filters": "nb_filter", "kernel_size": "filter_length", "padding": "border_mode",
       "strides": "subsample_length", "use_bias": "bias", "rate": "p", "pool_size": "pool_length"}


def policy(keras, dtype):
    if keras == 3:
        return {"module": "keras", "class_name": "DTypePolicy", "config": {"name": dtype}, "registered_name": None}
    return dtype if dtype == "float32" else {"class_name": "Policy", "config": {"name": dtype}}


def settings(layer, keras, dtype):
    config = {"name": layer.name, "trainable": True}
    if keras != 1:
        config["dtype"] = policy(keras, dtype)
    if isinstance(layer, Operation):
        return {"name": layer.name} | (layer.config if keras == 3 else {"trainable": True, "dtype": "float32", "function": layer.tf})
    for key, value in layer.config.items():
        if keras == 1:
            value = value[0] if isinstance(value, list) else value
            key = {"strides": "stride"}.get(key, OLD.get(key, key)) if "Pooling" in layer.cls else OLD.get(key, key)
        config[key] = value
    if isinstance(layer, (Bidirectional, TimeDistributed)):
        inner = {"class_name": layer.layer.cls, "config": model_config(layer.layer, keras, dtype)["config"] if isinstance(layer.layer, Model) else
                 settings(layer.layer, keras, dtype) | {"name": layer.layer.name or snake(layer.layer.cls)}}
        config["layer"] = inner | ({"module": "keras.layers", "registered_name": None} if keras == 3 else {})
        if isinstance(layer, Bidirectional):
            config["merge_mode"] = layer.get("merge_mode", "concat")
    if isinstance(layer, RNN):
        config["cell"] = {"class_name": f"{layer.inner.cls}Cell", "config": {k: v for k, v in layer.inner.config.items() if not k.startswith(("return", "go_"))}}
    return config


def entry(layer, keras, dtype):
    old = {"Conv1D": "Convolution1D"}.get(layer.cls, layer.cls) if keras == 1 else layer.cls
    if isinstance(layer, Operation) and keras != 3:
        old = "SlicingOpLambda" if isinstance(layer, GetItem) else "TFOpLambda"
    item = model_config(layer, keras, dtype) if isinstance(layer, Model) else {"class_name": old, "config": settings(layer, keras, dtype)}
    if keras == 3:
        item = {"module": "keras.layers", "registered_name": None, **item}
    return item


def call_of(layer, reads, model, keras):
    """One use of an operation: what stands beside the data is behind it, or among the arguments."""
    refs = [tensor(name, model, keras) for name in reads]
    if keras == 3:
        slices = [{"class_name": "__slice__", "config": dict(zip(("start", "stop", "step"), place))} if isinstance(place, tuple) else place
                  for place in layer.where or []]
        return {"args": refs + ([slices] if slices else []), "kwargs": {}}
    named = dict(layer.config)
    if layer.where:
        named["slice_spec"] = [dict(zip(("start", "stop", "step"), place)) if isinstance(place, tuple) else place for place in layer.where]
    if len(refs) > 1 or layer.number is not None:
        named |= {"y": refs[1][:3] if len(refs) > 1 else layer.number, "name": None}
    return refs[0][:3] + [named]


def tensor(ref, model, keras):
    """name, name:output, name#call."""
    name, output = (ref.split(":") + ["0"])[:2]
    name, call = (name.split("#") + ["0"])[:2]
    history = [name, int(call), int(output)]
    return {"class_name": "__keras_tensor__", "config": {"shape": [None, None, 1], "dtype": "float32", "keras_history": history}} if keras == 3 else history + [{}]


def model_config(model, keras, dtype="float32"):
    shape = [None, model.steps, model.features]
    if getattr(model, "batch", None):
        shape[0] = model.batch
    if model.features_only:
        shape = [None, model.features]
    name = model.title or model.name or "model"
    first = {"class_name": "InputLayer", "config": {("batch_shape" if keras == 3 else "batch_input_shape"): shape, "dtype": "float32", "sparse": False, "name": model.input_name}}
    if not model.functional:
        layers = [entry(layer, keras, dtype) for layer in model.layers]
        if keras in (1, 2) and not isinstance(model.layers[0], Model):
            layers[0]["config"]["batch_input_shape"] = shape
            return {"class_name": "Sequential", "config": layers if keras == 1 or model.old else {"name": name, "layers": layers}}
        return {"class_name": "Sequential", "config": {"name": name, "layers": [first] + layers, "build_input_shape": shape}}
    first |= {"name": model.input_name, "inbound_nodes": []}
    layers = [first]
    for layer in model.layers:
        nodes = []
        for other, reads in model.nodes:
            if other is layer:
                if isinstance(layer, Operation):
                    # TensorFlow's have one list less around them where they are called once, as Keras 2 writes it.
                    nodes.append(call_of(layer, reads, model, keras))
                    continue
                refs = [tensor(name, model, keras) for name in reads]
                nodes.append({"args": [refs if len(refs) > 1 else refs[0]], "kwargs": {}} if keras == 3 else refs)
        layers.append(entry(layer, keras, dtype) | {"name": layer.name, "inbound_nodes": nodes})
    outputs = [tensor(name, model, 2)[:3] for name in model.outputs]
    inputs = [[model.input_name, 0, 0]]
    return {"class_name": "Model" if keras in (1, 2) else "Functional",
            "config": {"name": name, "layers": layers, "input_layers": inputs[0] if keras == 3 else inputs, "output_layers": outputs[0] if keras == 3 and len(outputs) == 1 else outputs}}


Model.features_only = False
Model.old = False

# --- files -------------------------------------------------------------------------------------------------------------------------------


def name_list(names):
    return np.array([name.encode() for name in names])


def write_groups(root, model, keras, transform=None, pieces=False):
    names = [layer.name for layer in model.layers]
    if pieces:  # lists that are longer than an attribute may be are cut
        half = len(names) // 2
        root.attrs["layer_names0"], root.attrs["layer_names1"] = name_list(names[:half]), name_list(names[half:])
    else:
        root.attrs["layer_names"] = name_list(names)
    for layer in model.layers:
        group = root.create_group(layer.name)
        listed = transform(layer) if transform else layer.listed()
        if keras == 3:
            listed = [(f"{model.title}/{name[:-2]}", array) for name, array in listed]
        group.attrs["weight_names"] = name_list([name for name, _ in listed])
        for name, array in listed:
            group.create_dataset(name, data=array)


def apart(layer):
    """Keras 1 kept a gate's three arrays together: of an LSTM those of i, c, f, o."""
    if layer.cls not in ("LSTM", "GRU"):
        return layer.listed()
    W, U, b = (np.split(array, layer.gates, -1) for _, array in layer.weights)
    order = {"LSTM": [(0, "i"), (2, "c"), (1, "f"), (3, "o")], "GRU": [(0, "z"), (1, "r"), (2, "h")]}[layer.cls]
    return [(f"{layer.name}_{kind}_{gate}", array[i]) for i, gate in order for kind, array in (("W", W), ("U", U), ("b", b))]


def with_axis(layer):
    return [(name, array[:, None] if array.ndim == 3 else array) for name, array in layer.listed()] if layer.cls == "Conv1D" else apart(layer)


def version(keras):
    return {1: "1.2.2", 2: "2.2.4", "tf": "2.9.0", 3: "3.3.3"}[keras]


def write_h5(path, model, keras, dtype="float32", transform=None, text=True, **other):
    with h5py.File(path, "w") as file:
        config = json.dumps(model_config(model, keras, dtype))
        file.attrs["model_config"] = config if text else np.bytes_(config)
        file.attrs["backend"] = "tensorflow"
        root = file.create_group("model_weights")
        for owner in (file, root):
            if version(keras) and not other.get("unversioned"):
                owner.attrs["keras_version"] = version(keras)
        write_groups(root, model, keras, transform, other.get("pieces", False))
        optimizer = file.create_group("optimizer_weights")
        optimizer.attrs["weight_names"] = name_list(["Adam/iterations:0"])
        optimizer.create_dataset("Adam/iterations:0", data=np.array(7, np.int64))


def write_weights3(file, model, slash="/"):
    def group(path):
        return file.require_group(path.replace("/", slash)) if slash != "/" else file.require_group(path)

    for place, arrays in model.places():
        # Windows' separator is a character like others to HDF5, so that a group's name has all of the path.
        owner = file if slash == "/" else file.require_group(place.rsplit("/vars", 1)[0].replace("/", slash)) if place != "vars" else file
        variables = owner.require_group(place if slash == "/" else "vars")
        for i, array in enumerate(arrays):
            variables.create_dataset(str(i), data=array)
    optimizer = file.create_group("optimizer/vars")
    optimizer.create_dataset("0", data=np.array(7, np.int64))


def write_keras(path, model, dtype="float32", slash="/", prefix=None, compress=zipfile.ZIP_STORED, order=None, twice=False):
    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        write_weights3(file, model, slash)
        if prefix:
            file.move("layers", prefix)
        if twice:  # tf.keras 2.13 counts a layer with weights twice
            for layer in reversed([layer for layer in model.layers if any(arrays for _, arrays in layer.places())]):
                base, _, number = layer.container.rpartition("_")
                if number.isdigit():
                    file.move(f"{prefix}/{layer.container}", f"{prefix}/{base}_{2 * int(number)}")
    parts = {"metadata.json": json.dumps({"keras_version": "3.3.3", "date_saved": "2026-01-01@00:00:00"}),
             "config.json": json.dumps({"module": "keras", **model_config(model, 3, dtype), "registered_name": None, "build_config": {"input_shape": [None, T, F]}}),
             "model.weights.h5": memory.getvalue()}
    with zipfile.ZipFile(path, "w") as archive:
        for name in order or parts:
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = compress
            archive.writestr(info, parts[name])


def rounded(array):
    array = np.asarray(array)
    return float(f"{float(array):.9g}") if array.ndim == 0 else [rounded(row) for row in array]


def case(name, model, keras, write=None, **other):
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    x = rng.normal(size=(N, model.steps or T, model.features)).astype(np.float32)
    if model.features_only:
        x = x[:, :1]
    model.prepare(rng, keras, x[:, 0] if model.features_only else x)
    y = model.run_all(x[:, 0].astype(float) if model.features_only else x.astype(float))
    if other.pop("half", False):
        for layer in model.layers:
            layer.weights = [(name, array.astype(np.float16)) for name, array in layer.weights]
        y = model.run_all(x.astype(float))
    if write:
        write(HERE, name, model)
    elif keras == 3 and not other.pop("h5", False):
        write_keras(HERE / f"{name}.keras", model, **other)
    else:
        write_h5(HERE / f"{name}.h5", model, keras, **other)
    if name == "forecast":  # an output of several axes is a row here
        y = y.reshape(len(y), -1)
    golden = {"input": rounded(x), "outputs": [rounded(one) for one in (y if isinstance(y, list) else [y])]}
    (HERE / f"{name}.golden").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


# --- cases -------------------------------------------------------------------------------------------------------------------------------

STANDARD = {"activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True, "return_sequences": False, "return_state": False, "go_backwards": False,
            "stateful": False, "unroll": False}


def lstm(units=4, **config):
    return LSTM(units=units, **(STANDARD | config))


def gru(units=4, **config):
    return GRU(units=units, **(STANDARD | {"reset_after": True} | config))


def rnn(units=4, **config):
    return SimpleRNN(units=units, **({k: v for k, v in STANDARD.items() if k != "recurrent_activation"} | config))


def dense(units=2, activation="linear", **config):
    return Dense(units=units, activation=activation, **config)


def conv(filters=4, kernel=3, padding="causal", activation="relu", **config):
    return Conv1D(**{"filters": filters, "kernel_size": [kernel], "strides": [1], "padding": padding, "data_format": "channels_last", "dilation_rate": [1], "groups": 1,
                     "activation": activation, "use_bias": True, **config})


def norm(**config):
    return BatchNormalization(**({"axis": [2], "momentum": 0.99, "epsilon": 0.001, "center": True, "scale": True} | config))


def pair(folder, name, model):
    """Weights alone, and the architecture beside them."""
    with h5py.File(folder / f"{name}.weights.h5", "w") as file:
        file.attrs["keras_version"], file.attrs["backend"] = "2.2.4", "tensorflow"
        write_groups(file, model, 2)
    (folder / f"{name}.json").write_text(json.dumps(model_config(model, 2) | {"keras_version": "2.2.4", "backend": "tensorflow"}) + "\n")


def pair3(folder, name, model):
    with h5py.File(folder / f"{name}.weights.h5", "w") as file:
        write_weights3(file, model)
    (folder / f"{name}.json").write_text(json.dumps({"module": "keras", **model_config(model, 3), "registered_name": None}) + "\n")


def main():
    HERE.mkdir(exist_ok=True)
    for old in HERE.iterdir():
        old.unlink()
    # Versions and forms of file.
    case("keras1-apart", Model([lstm(recurrent_activation="hard_sigmoid", return_sequences=True), gru(3, reset_after=False, recurrent_activation="hard_sigmoid"), dense()]),
         1, transform=apart, unversioned=True)
    case("keras1-together", Model([lstm(recurrent_activation="hard_sigmoid"), Dropout(rate=0.5), dense(activation="relu")]), 1)
    case("keras1-conv", Model([conv(padding="same"), MaxPooling1D(pool_size=[2], strides=[2], padding="valid"), lstm(3), dense()]), 1, transform=with_axis)
    old = Model([lstm(return_sequences=True), Dropout(rate=0.2), lstm(3), dense(activation="sigmoid")])
    old.old = True
    case("keras2-list", old, 2, text=False)
    case("keras2-functional", Model([(lstm(return_sequences=True), ["samples"]), (dense(3, name="class", activation="softmax"), ["lstm"]), (Dropout(rate=0.1), ["lstm"]),
                                     (lstm(3, name="tail"), ["dropout"]), (dense(1, name="life"), ["tail"])], ["class", "life"]), 2)
    case("keras2-cudnn", Model([CuDNNLSTM(units=4, return_sequences=True, return_state=False, stateful=False), CuDNNGRU(units=3, return_sequences=False), dense()]), 2)
    case("keras2-pieces", Model([lstm(return_sequences=True), gru(3), dense(), dense(1)]), 2, pieces=True)
    case("tf-sequential", Model([lstm(return_sequences=True, recurrent_activation="hard_sigmoid"), norm(), gru(3), dense(activation="elu")]), "tf")
    case("tf-mixed-float16", Model([lstm(), dense()]), "tf", dtype="mixed_float16")
    case("tf-half", Model([lstm(), dense()]), "tf", half=True)
    inner = Model([lstm(return_sequences=True, name="inner_lstm"), norm(name="inner_norm"), dense(3, name="inner_dense")], title="inner")
    inner.name = "inner"
    case("tf-nested", Model([inner, lstm(3), dense()]), "tf")
    case("keras3-sequential", Model([lstm(return_sequences=True), Dropout(rate=0.2), lstm(3), dense(activation="relu"), dense(1)]), 3)
    case("keras3-named", Model([lstm(name="first", return_sequences=True), lstm(3, name="second"), dense(name="out")], title="pump"), 3, compress=zipfile.ZIP_DEFLATED,
         order=["model.weights.h5", "config.json", "metadata.json"])
    case("keras3-backslash", Model([lstm(return_sequences=True), gru(3), dense()]), 3, slash="\\")
    case("keras3-dependencies", Model([Bidirectional(lstm()), dense()]), 3, prefix="_layer_checkpoint_dependencies")
    case("tf-dependencies", Model([lstm(return_sequences=True), Dropout(rate=0.1), lstm(3, return_sequences=True), Dropout(rate=0.1), lstm(4), dense(3), dense()]), 3,
         prefix="_layer_checkpoint_dependencies", twice=True)
    case("keras3-functional", Model([(gru(return_sequences=True), ["samples"]), (TimeDistributed(dense(4, "tanh")), ["gru"]), (Add(), ["gru", "time_distributed"]),
                                     (lstm(3), ["add"]), (dense(name="out"), ["lstm"])], ["out"], title="functional_7"), 3)
    inner = Model([lstm(return_sequences=True), norm(axis=-1), dense(3)], title="inner")
    inner.name = "inner"
    case("keras3-nested", Model([inner, Bidirectional(gru(3)), dense()]), 3)
    case("keras3-h5", Model([lstm(return_sequences=True, recurrent_activation="hard_sigmoid"), gru(3), dense()], title="sequential"), 3, h5=True)
    case("keras3-mixed-float16", Model([gru(), dense()]), 3, dtype="mixed_float16")
    case("pair", Model([lstm(return_sequences=True), gru(3, reset_after=False), dense()]), 2, write=pair)
    case("pair3", Model([lstm(return_sequences=True), gru(3), dense()]), 3, write=pair3)
    # Recurrent layers.
    for keras, text in ((2, "keras2"), (3, "keras3")):
        case(f"{text}-hard-sigmoid", Model([lstm(recurrent_activation="hard_sigmoid", return_sequences=True), gru(3, recurrent_activation="hard_sigmoid"), dense(activation="hard_sigmoid")]), keras)
    case("gru-before", Model([gru(reset_after=False, return_sequences=True), gru(3, reset_after=False, use_bias=False), dense()]), "tf")
    case("gru-after", Model([gru(return_sequences=True, use_bias=False), gru(3), dense()]), "tf")
    case("rnn", Model([rnn(return_sequences=True, activation="relu"), rnn(3, use_bias=False), dense()]), "tf")
    case("cells", Model([RNN(lstm(), return_sequences=True), RNN(gru(3), return_sequences=True), RNN(SimpleRNN(units=3, activation="tanh", use_bias=True)), dense()]), "tf")
    case("no-bias", Model([lstm(use_bias=False, return_sequences=True), lstm(3, use_bias=False), dense(use_bias=False)]), 3)
    case("every-step", Model([lstm(return_sequences=True), TimeDistributed(dense())], steps=None), 3)
    case("backwards", Model([lstm(go_backwards=True), dense()]), "tf")
    case("backwards-twice", Model([lstm(go_backwards=True, return_sequences=True), dense(3, "tanh"), gru(3, go_backwards=True, return_sequences=True), lstm(3), dense()]), "tf")
    for mode in ("concat", "sum", "ave", "mul"):
        case(f"bidirectional-{mode}", Model([Bidirectional(lstm(return_sequences=True), merge_mode=mode), Bidirectional(gru(3), merge_mode=mode), dense()]), "tf" if mode == "sum" else 3)
    case("bidirectional-backwards", Model([Bidirectional(rnn(go_backwards=True)), dense()]), "tf")
    case("bidirectional-apart", Model([(Bidirectional(lstm(), merge_mode=None), ["samples"]), (dense(2), ["bidirectional:1"]), (dense(2), ["bidirectional"]), (Concatenate(axis=-1), ["dense", "dense_1"])],
                                      ["concatenate"]), 3)
    case("states", Model([(lstm(return_sequences=True, return_state=True), ["samples"]), (gru(3, return_state=True), ["lstm"]), (dense(2), ["gru"]), (dense(2), ["lstm:2"]),
                          (dense(2), ["lstm:1"]), (Add(), ["dense", "dense_1", "dense_2"])], ["add"]), "tf")
    case("stateful", stateful(Model([lstm(stateful=True, return_sequences=True), gru(3, stateful=True), dense()], steps=1)), "tf")
    for f in ("relu", "elu", "softplus", "softsign", "sigmoid", "linear", "leaky_relu"):
        case(f"cell-{f}", Model([lstm(3, activation=f, return_sequences=True), gru(3, activation=f, recurrent_activation="hard_sigmoid", return_sequences=True), rnn(3, activation=f), dense()]), 3)
    case("cell-selu", Model([gru(3, activation="selu", return_sequences=True), gru(3, activation="selu", reset_after=False, return_sequences=True), rnn(3, activation="selu"), dense()]), 3)
    # Layers of each step.
    for f in ("relu6", "selu", "softsign", "hard_tanh", "leaky_relu", "silu", "gelu", "exponential", "log_softmax"):
        case(f"dense-{f}", Model([lstm(), dense(6, f), Activation(activation=f), dense()]), 3)
    case("dense-swish", Model([lstm(2, activation="swish", return_sequences=True), gru(3, activation="gelu"), dense(4, "swish"), dense()]), "tf")
    case("activations", Model([lstm(return_sequences=True, activation="linear"), LeakyReLU(negative_slope=0.1), dense(5), ELU(alpha=0.7), dense(5), ReLU(max_value=0.5, negative_slope=0.0, threshold=0.0), dense(5),
                               ReLU(max_value=None, negative_slope=0.2, threshold=0.0), dense(4), PReLU(shared_axes=[1]), lstm(3), dense(3), PReLU(shared_axes=None), dense(3), Softmax(axis=-1)]), 3)
    case("activations-tf", Model([lstm(), LeakyReLU(alpha={"class_name": "__numpy__", "config": {"value": 0.3, "dtype": "float32"}}), dense(4), ThresholdedReLU(theta=0.2), dense(3), ELU(alpha=1.0), dense()]), "tf")
    case("dropouts", Model([GaussianNoise(stddev=0.1), lstm(return_sequences=True, dropout=0.2, recurrent_dropout=0.1), SpatialDropout1D(rate=0.2), GaussianDropout(rate=0.3), gru(3),
                            AlphaDropout(rate=0.1), ActivityRegularization(l1=0.0, l2=0.1), Identity(), dense()]), 3)
    case("batch-norm", Model([norm(), lstm(return_sequences=True), norm(scale=False, epsilon=0.01), conv(4), norm(center=False), lstm(3), norm(axis=[1]), dense(3, "relu"), norm(axis=-1), dense()]), "tf")
    case("layer-norm", Model([lstm(return_sequences=True), LayerNormalization(axis=[2], epsilon=0.001, center=True, scale=True), lstm(3), LayerNormalization(axis=-1, epsilon=1e-5, center=False, scale=True), dense(),
                              LayerNormalization(axis=1, epsilon=0.1, center=True, scale=False)]), "tf")
    case("normalization", Model([Normalization(axis=[-1], invert=False, mean=None, variance=None), lstm(), dense(3, "tanh"), Rescaling(scale=2.5, offset=-1.0)]), 3)
    case("normalization-tf", Model([Normalization(axis=-1), lstm(return_sequences=True), Normalization(axis=-1), gru(3), dense()]), "tf")
    case("normalization-given", Model([Normalization(axis=-1, mean=[1.0, 2.0, -1.0], variance=[4.0, 0.25, 1.0]), lstm(), dense(), Normalization(axis=-1, invert=True, mean=[5.0, 6.0], variance=[9.0, 4.0])]), 3)
    case("rescaling", Model([Rescaling(scale=[0.5, 2.0, 1.0], offset=[0.1, 0.2, -0.3]), conv(4, padding="valid"), lstm(3), dense()]), 3)
    case("time-distributed", Model([lstm(return_sequences=True), TimeDistributed(dense(4)), TimeDistributed(Activation(activation="relu")), TimeDistributed(norm(axis=[1])), TimeDistributed(Dropout(rate=0.1)),
                                    TimeDistributed(Flatten()), lstm(3), dense()]), "tf")
    # Over time.
    case("conv-causal", Model([conv(4, dilation_rate=[2]), conv(4, groups=2), lstm(3, return_sequences=True), conv(2, 2, activation="tanh")], steps=None), 3)
    case("conv-same", Model([conv(4, 4, "same"), conv(4, 3, "same", strides=[2]), lstm(3), dense()], steps=9), 3)
    case("conv-valid", Model([conv(4, 3, "valid", use_bias=False), conv(6, 2, "valid", dilation_rate=[2], groups=2), lstm(3), dense()], steps=10), "tf")
    case("conv-separable", Model([SeparableConv1D(filters=4, kernel_size=[3], strides=[1], padding="same", depth_multiplier=2, dilation_rate=[1], activation="relu", use_bias=True),
                                  DepthwiseConv1D(kernel_size=[2], strides=[1], padding="valid", depth_multiplier=2, dilation_rate=[1], activation="tanh", use_bias=True), lstm(3), dense()]), "tf")
    case("zero-padding", Model([ZeroPadding1D(padding=[2, 0]), conv(4, 3, "valid"), lstm(3, return_sequences=True), ZeroPadding1D(padding=[1, 1]), conv(4, 3, "valid"), dense()]), 3)
    case("pooling", Model([conv(4, 3, "same"), MaxPooling1D(pool_size=[2], strides=[2], padding="valid"), lstm(3, return_sequences=True), AveragePooling1D(pool_size=[2], strides=[1], padding="same"),
                           MaxPooling1D(pool_size=[3], strides=[2], padding="same"), gru(3), dense()], steps=11), 3)
    case("pooling-global", Model([(lstm(return_sequences=True), ["samples"]), (GlobalAveragePooling1D(keepdims=False), ["lstm"]), (GlobalMaxPooling1D(keepdims=False), ["lstm"]),
                                  (Concatenate(axis=-1), ["global_average_pooling1d", "global_max_pooling1d"]), (dense(), ["concatenate"])], ["dense"]), "tf")
    case("flatten", Model([conv(4, 3, "same"), MaxPooling1D(pool_size=[2], strides=[2], padding="valid"), Dropout(rate=0.1), Flatten(data_format="channels_last"), Dropout(rate=0.5), dense(5, "relu"), dense()], steps=8), 3)
    case("flatten-one", Model([lstm(return_sequences=True), GlobalMaxPooling1D(keepdims=True), Flatten(data_format="channels_last"), dense()]), 3)
    states, flat = (lstm(return_sequences=True), ["samples"]), {"data_format": "channels_last"}
    case("attention-dot", Model([states, (dense(1, "tanh"), ["lstm"]), (Softmax(axis=1), ["dense"]), (Dot(axes=1, normalize=False), ["softmax", "lstm"]), (Flatten(**flat), ["dot"]), (dense(), ["flatten"])], ["dense_1"]), 3)
    case("attention-repeated", Model([states, (dense(1, "tanh"), ["lstm"]), (Flatten(**flat), ["dense"]), (Activation(activation="softmax"), ["flatten"]), (RepeatVector(n=4), ["activation"]),
                                      (Permute(dims=[2, 1]), ["repeat_vector"]), (Multiply(), ["lstm", "permute"]), (GlobalAveragePooling1D(keepdims=False), ["multiply"]), (dense(), ["global_average_pooling1d"])], ["dense_1"]), "tf")
    case("attention-flat-dot", Model([states, (dense(1), ["lstm"]), (Flatten(**flat), ["dense"]), (Activation(activation="softmax"), ["flatten"]), (Dot(axes=[1, 1], normalize=False), ["activation", "lstm"]), (dense(), ["dot"])], ["dense_1"]), "tf")
    every = (None, None, None)
    case("products", Model([states, (dense(4, "sigmoid"), ["lstm"]), (Multiply(), ["dense", "lstm"]), (Maximum(), ["multiply", "lstm"]), (Minimum(), ["maximum", "dense", "lstm"]),
                            (lstm(3), ["minimum"]), (dense(3, "tanh"), ["lstm_1"]), (Multiply(), ["lstm_1", "dense_1"]), (dense(), ["multiply_1"])], ["dense_2"]), "tf")
    case("squeeze-excite", Model([states, (GlobalAveragePooling1D(keepdims=False), ["lstm"]), (dense(2, "relu"), ["global_average_pooling1d"]), (dense(4, "sigmoid"), ["dense"]),
                                  (Reshape(target_shape=[1, 4]), ["dense_1"]), (Multiply(), ["lstm", "reshape"]), (dense(1, "sigmoid"), ["multiply"]), (Multiply(), ["multiply", "dense_2"]),
                                  (Add(), ["multiply_1", "dense_1"]), (gru(3), ["add"]), (dense(), ["gru"])], ["dense_3"]), 3)
    case("operations", Model([states, (Sum(axis=1, keepdims=False), ["lstm"]), (Mean(axis=-2, keepdims=True), ["lstm"]), (Flatten(**flat), ["mean"]), (Max(axis=[1], keepdims=False), ["lstm"]),
                              (GetItem([every, -1]), ["lstm"]), (GetItem([every, 2]), ["lstm"]), (GetItem([every, every, (1, 3, None)]), ["samples"]), (gru(3), ["get_item_2"]),
                              (GetItem([every, (None, 2, None)]), ["gru"]), (Concatenate(axis=-1), ["sum", "flatten", "max", "get_item", "get_item_1", "get_item_3"]), (dense(), ["concatenate"])], ["dense"]), 3)
    case("operations-tf", Model([states, (dense(1, "tanh"), ["lstm"]), (Function("nn.softmax", lambda x: np.exp(x) / np.exp(x).sum(1, keepdims=True), axis=1, name="tf.nn.softmax"), ["dense"]),
                                 (Function("math.multiply", np.multiply, name="tf.math.multiply"), ["lstm", "tf.nn.softmax"]), (Sum(axis=1, name="tf.math.reduce_sum"), ["tf.math.multiply"]),
                                 (GetItem([every, -2, every], name="tf.__operators__.getitem"), ["lstm"]), (Function("__operators__.add", np.add, name="tf.__operators__.add"), ["tf.math.reduce_sum", "tf.__operators__.getitem"]),
                                 (Function("math.truediv", np.divide, y=2.5, name="tf.math.truediv"), ["tf.__operators__.add"]), (Function("math.tanh", np.tanh, name="tf.math.tanh"), ["tf.math.truediv"]),
                                 (Function("math.maximum", np.maximum, name="tf.math.maximum"), ["tf.math.tanh", "tf.math.reduce_sum"]), (Function("math.subtract", np.subtract, y=0.5, name="tf.math.subtract"), ["tf.math.maximum"]),
                                 (Max(axis=1, keepdims=True, name="tf.math.reduce_max"), ["lstm"]), (Flatten(**flat), ["tf.math.reduce_max"]), (Mean(axis=1, name="tf.math.reduce_mean"), ["lstm"]),
                                 (Concatenate(axis=-1), ["tf.math.subtract", "flatten", "tf.math.reduce_mean"]), (dense(), ["concatenate"])], ["dense_1"]), "tf")
    case("forecast", Model([lstm(), dense(6), Reshape(target_shape=[3, 2])]), 3)
    case("repeat", Model([lstm(), RepeatVector(n=T), lstm(3, return_sequences=True), TimeDistributed(dense(3))]), "tf")
    case("reshape", Model([Reshape(target_shape=[T, F]), lstm(return_sequences=True), Permute(dims=[1, 2]), Reshape(target_shape=[-1]), Reshape(target_shape=[T, 4]), lstm(3), Reshape(target_shape=[1, 3]), lstm(2), dense()]), "tf")
    flat = Model([Reshape(target_shape=[1, F]), lstm(), dense()], steps=1)
    flat.features_only = True
    case("one-step", flat, 3)
    case("masking", Model([Masking(mask_value=0.0), dense(4, "tanh"), Flatten(data_format="channels_last"), dense()]), "tf")
    shared = lstm(3, return_sequences=True)
    case("shared", Model([(dense(3), ["samples"]), (shared, ["dense"]), (Subtract(), ["samples", "lstm"]), (shared, ["subtract"]), (Average(), ["lstm", "lstm#1", "samples"]), (gru(3), ["average"]),
                          (dense(2, name="out"), ["gru"])], ["out"]), "tf")


def hostile():
    """Files that are damaged, or mean harm: tests/Golden/keras-hostile. A whole model, and what is done to it."""
    folder = HERE.parent / "keras-hostile"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    model = Model([lstm(), dense()])
    model.prepare(np.random.default_rng(1), 2, np.zeros((N, T, F)))
    for layer in model.layers:
        layer.prepare(model.rng, 2, np.zeros((N, T, F if layer.cls == "LSTM" else 4)))

    def write(name, change):
        path = folder / f"{name}.h5"
        write_h5(path, model, 2)
        with h5py.File(path, "a") as file:
            change(file, file["model_weights/lstm/lstm"])

    def replace(group, name, make):
        array = group[name][()]
        del group[name]
        make(array)

    def external(file, group):
        data = folder / "outside.raw"
        replace(group, "kernel:0", lambda array: group.create_dataset("kernel:0", array.shape, "f4", external=[(b"outside.raw", 0, array.nbytes)]))
        data.unlink(missing_ok=True)

    def virtual(file, group):
        def make(array):
            layout = h5py.VirtualLayout(array.shape, "f4")
            layout[:] = h5py.VirtualSource("outside.h5", "kernel", array.shape)
            group.create_virtual_dataset("kernel:0", layout)
        replace(group, "kernel:0", make)

    def attribute(file, **values):
        for name, value in values.items():
            del file.attrs[name]
            file.attrs[name] = value

    write("external-link", lambda file, group: replace(group, "kernel:0", lambda _: group.__setitem__("kernel:0", h5py.ExternalLink("outside.h5", "/kernel"))))
    write("external-group", lambda file, group: file.__setitem__("optimizer", h5py.ExternalLink("/dev/zero", "/")))
    write("external-data", external)
    write("virtual", virtual)
    write("root-link", lambda file, group: group.__setitem__("loop", file["/"]))
    write("soft-link", lambda file, group: replace(group, "kernel:0", lambda _: group.__setitem__("kernel:0", h5py.SoftLink("/nowhere"))))
    write("big-endian", lambda file, group: replace(group, "kernel:0", lambda array: group.create_dataset("kernel:0", data=array.astype(">f4"))))
    write("integers", lambda file, group: replace(group, "kernel:0", lambda array: group.create_dataset("kernel:0", data=array.astype(np.int32))))
    write("lzf", lambda file, group: replace(group, "kernel:0", lambda array: group.create_dataset("kernel:0", data=array, compression="lzf")))
    write("missing", lambda file, group: group.__delitem__("bias:0"))
    write("nan", lambda file, group: replace(group, "bias:0", lambda array: group.create_dataset("bias:0", data=array * np.nan)))
    write("huge", lambda file, group: replace(group, "kernel:0", lambda _: group.create_dataset("kernel:0", (1 << 20, 1 << 10), "f4", chunks=(1 << 10, 1 << 10))))
    write("no-json", lambda file, group: attribute(file, model_config="{"))
    write("subclassed", lambda file, group: attribute(file, model_config=json.dumps({"class_name": "PumpModel", "config": {"units": 4}})))
    # One that is whole, in a form that h5py can write and Keras does not, and one that is no model.
    write("gzip", lambda file, group: replace(group, "kernel:0", lambda array: group.create_dataset("kernel:0", data=array, compression="gzip", shuffle=True, fletcher32=True)))
    with h5py.File(folder / "table.h5", "w") as file:
        file["measurements"] = np.zeros(3)
    (folder / "outside.raw").unlink(missing_ok=True)


def stateful(model):
    model.batch = 1
    return model


if __name__ == "__main__":
    main()
    hostile()
