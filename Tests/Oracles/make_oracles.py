#!/usr/bin/env python3
"""Reference values for ShareSpec's layers, losses, training, pruning and span scores.

Everything is computed by PyTorch and seqeval, never by ShareSpec. A file holds the inputs and the results of one case:
tensors as safetensors, whose metadata name the case and its configuration, and spans as JSON with the key `case`.
Inputs are exact in single precision; results are computed from them in double precision and rounded once. With
`--precision single` they carry PyTorch's own rounding, which for CRFs with scores of 10 and more exceeds what tests
allow ShareSpec's. The small files beside this script were made by

    python3 Tests/Oracles/make_oracles.py Tests/Oracles/small --seed 1 --count 3

The same arguments give the same bytes. Needs torch, numpy and seqeval (`pip install torch numpy seqeval`).
"""

import argparse
import json
import pathlib
import warnings

import numpy
import seqeval.metrics
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


class Draw:
    """Random sizes, numbers and sequences of one file."""

    def __init__(self, seed, case, number, largest):
        self.random = numpy.random.default_rng([seed, case, number])
        self.number = number
        self.largest = largest

    def turn(self, *options):
        """One of the options: files of a case have them in turn."""
        return options[self.number % len(options)]

    def size(self, lowest=1, highest=None):
        """A size from `lowest` to `highest`, or to the largest that is wanted."""
        return int(self.random.integers(lowest, max(lowest, highest or self.largest) + 1))

    def normal(self, *shape, scale=1.0):
        """Normally distributed numbers, exact in single precision."""
        return torch.from_numpy(self.random.normal(0, scale, shape).astype(numpy.float32))

    def integers(self, below, *shape):
        return torch.from_numpy(self.random.integers(0, below, shape))

    def lengths(self, count, longest):
        """Lengths of `count` sequences: ragged, all equal, or all 1; one of them is the longest."""
        shape = self.random.choice(["ragged", "ragged", "equal", "single"])
        if shape == "single":
            return torch.ones(count, dtype=torch.int64)
        if shape == "equal":
            return torch.full((count,), longest)
        lengths = self.random.integers(1, longest + 1, count)
        lengths[self.random.integers(count)] = longest
        return torch.from_numpy(lengths)


def leaf(tensor, precision):
    """A copy of a tensor of which gradients are wanted."""
    return tensor.to(precision).clone().requires_grad_(True)


def real(lengths, longest):
    """Which places of padded sequences hold something. B x L."""
    return torch.arange(longest)[None, :] < lengths[:, None]


def recurrent(draw, precision, module, bidirectional):
    """A recurrent module of one to three layers over sequences of different lengths."""
    batch, hidden, inputs, layers = draw.size(1, 6), draw.size(), draw.size(), draw.turn(1, 2, 3)
    lengths = draw.lengths(batch, draw.size(1, 12))
    longest = int(lengths.max())
    x = leaf(draw.normal(batch, longest, inputs), precision)
    encoder = module(inputs, hidden, layers, bidirectional=bidirectional, batch_first=True).to(precision)
    with torch.no_grad():
        for parameter in encoder.parameters():
            parameter.copy_(draw.normal(*parameter.shape, scale=hidden**-0.5))
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    out, _ = pad_packed_sequence(encoder(packed)[0], batch_first=True, total_length=longest)
    grad_out = draw.normal(*out.shape)
    out.backward(grad_out.to(precision))
    tensors = {"x": x, "lengths": lengths, "grad_out": grad_out, "out": out, "grad.x": x.grad}
    for name, parameter in encoder.named_parameters():
        tensors[f"param.{name}"] = parameter
        tensors[f"grad.{name}"] = parameter.grad
    return tensors, {
        "batch": batch, "hidden": hidden, "input": inputs, "layers": layers, "max_length": longest,
    }


def bilstm(draw, precision):
    """Two LSTMs, one reading forward and one backward."""
    return recurrent(draw, precision, torch.nn.LSTM, bidirectional=True)


def lstm(draw, precision):
    """An LSTM that reads forward."""
    return recurrent(draw, precision, torch.nn.LSTM, bidirectional=False)


def bigru(draw, precision):
    """Two GRUs, one reading forward and one backward."""
    return recurrent(draw, precision, torch.nn.GRU, bidirectional=True)


def gru(draw, precision):
    """A GRU that reads forward."""
    return recurrent(draw, precision, torch.nn.GRU, bidirectional=False)


def convolved(characters, lengths, weight, bias, activation):
    """The maximum over each word's characters of a convolution of width 3. Words x C x D to words x F."""
    longest = characters.shape[1]
    inside = real(lengths, longest)
    values = characters * inside[:, :, None]
    scores = torch.nn.functional.conv1d(values.transpose(1, 2), weight, bias, padding=1)
    if activation == "relu":
        scores = torch.relu(scores)
    return scores.masked_fill(~inside[:, None, :], -torch.inf).max(dim=2).values


def charcnn(draw, precision):
    """A convolution over the characters of words, the maximum over positions, with and without a rectifier."""
    words, chars, dimension, filters = draw.size(1, 8), draw.size(2, 30), draw.size(), draw.size()
    activation = draw.turn("none", "relu")
    lengths = draw.lengths(words, draw.size(1, 9))
    ids = draw.integers(chars, words, int(lengths.max()))
    table = leaf(draw.normal(chars, dimension), precision)
    weight, bias = leaf(draw.normal(filters, dimension, 3), precision), leaf(draw.normal(filters), precision)
    out = convolved(table[ids], lengths, weight, bias, activation)
    grad_out = draw.normal(*out.shape)
    out.backward(grad_out.to(precision))
    return {
        "ids": ids, "lengths": lengths, "param.embedding": table, "param.weight": weight, "param.bias": bias,
        "out": out, "grad_out": grad_out, "grad.embedding": table.grad, "grad.weight": weight.grad,
        "grad.bias": bias.grad,
    }, {
        "activation": activation, "chars": chars, "embedding": dimension, "filters": filters, "width": 3,
        "padding": "zeros beyond the word, one each side",
    }


def partition(emissions, transitions, start, end):
    """The log of the sum of the exponentiated scores of all taggings. L x K."""
    alpha = start + emissions[0]
    for scores in emissions[1:]:
        alpha = torch.logsumexp(alpha[:, None] + transitions, dim=0) + scores
    return torch.logsumexp(alpha + end, dim=0)


def tagging_score(emissions, tags, transitions, start, end):
    along = transitions[tags[:-1], tags[1:]].sum()
    return start[tags[0]] + emissions.gather(1, tags[:, None]).sum() + along + end[tags[-1]]


def best_tagging(emissions, transitions, start, end):
    scores, origins = start + emissions[0], []
    for row in emissions[1:]:
        best = (scores[:, None] + transitions).max(dim=0)
        scores = best.values + row
        origins.append(best.indices)
    path = [int((scores + end).argmax())]
    for origin in reversed(origins):
        path.insert(0, int(origin[path[0]]))
    return path


def crf(draw, precision):
    """A linear-chain CRF: the loss of each sentence, the gradients of their sum, the best taggings."""
    batch, tags = draw.size(1, 6), draw.size(1, max(4, draw.largest))
    scale = draw.turn(1.0, 5.0, 1.0)
    lengths = draw.lengths(batch, draw.size(1, 12))
    longest = int(lengths.max())
    emissions = leaf(draw.normal(batch, longest, tags, scale=scale), precision)
    gold = draw.integers(tags, batch, longest)
    parameters = [leaf(draw.normal(*shape), precision) for shape in [(tags, tags), (tags,), (tags,)]]
    losses, viterbi = [], torch.full((batch, longest), -1)
    for index, length in enumerate(lengths):
        own = emissions[index, :length]
        losses.append(partition(own, *parameters) - tagging_score(own, gold[index, :length], *parameters))
        with torch.no_grad():
            viterbi[index, :length] = torch.tensor(best_tagging(own, *parameters))
    nll = torch.stack(losses)
    nll.sum().backward()
    tensors = {
        "emissions": emissions, "lengths": lengths, "tags": gold, "viterbi": viterbi, "nll": nll,
        "grad.emissions": emissions.grad,
    }
    for name, parameter in zip(["transitions", "start", "end"], parameters):
        tensors[f"param.{name}"] = parameter
        # A sentence of one token has no transition, and then PyTorch has no gradient either.
        tensors[f"grad.{name}"] = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
    return tensors, {
        "batch": batch, "tags": tags, "max_length": longest, "layout": "transitions[from][to]",
    }


def cross_entropy(draw, precision):
    """The cross entropy of the tokens' softmax."""
    batch, tags = draw.size(1, 6), draw.size()
    lengths = draw.lengths(batch, draw.size(1, 12))
    longest = int(lengths.max())
    logits = leaf(draw.normal(batch, longest, tags, scale=float(draw.random.choice([1.0, 8.0]))), precision)
    gold = draw.integers(tags, batch, longest)
    inside = real(lengths, longest)
    loss = torch.nn.functional.cross_entropy(logits[inside], gold[inside])
    loss.backward()
    return {
        "logits": logits, "lengths": lengths, "tags": gold, "loss": loss.reshape(1), "grad.logits": logits.grad,
    }, {"tags": tags, "reduction": "mean over real tokens"}


def cross_stitch(draw, precision):
    """Towers' outputs mixed by a matrix."""
    towers = draw.size(2, 5)
    x = leaf(draw.normal(towers, draw.size(), draw.size()), precision)
    alpha = leaf(draw.normal(towers, towers), precision)
    out = torch.einsum("ij,jnd->ind", alpha, x)
    grad_out = draw.normal(*out.shape)
    out.backward(grad_out.to(precision))
    return {
        "x": x, "param.alpha": alpha, "out": out, "grad_out": grad_out, "grad.x": x.grad, "grad.alpha": alpha.grad,
    }, {"towers": towers, "layout": "out[i] = sum_j alpha[i][j] x[j]"}


def global_magnitude_prune(draw, precision):
    """Rounds of pruning by magnitude over all tensors together."""
    count, rounds = draw.size(1, 4), draw.size(1, 8)
    rate = float(draw.random.choice([0.1, 0.2, 0.5, 1 - 0.1 ** (1 / 20), draw.random.uniform(0.01, 0.9)]))
    weights = [draw.normal(draw.size(), draw.size()) for _ in range(count)]
    magnitudes = torch.cat([weight.abs().flatten() for weight in weights])
    kept = torch.ones(len(magnitudes), dtype=torch.bool)
    tensors = {f"weight.w{index}": weight for index, weight in enumerate(weights)}
    for number in range(1, rounds + 1):
        remaining = kept.nonzero().flatten()
        dropped = magnitudes[remaining].argsort(stable=True)[: round(rate * len(remaining))]
        kept[remaining[dropped]] = False
        start = 0
        for index, weight in enumerate(weights):
            mask = kept[start : start + weight.numel()].reshape(weight.shape)
            tensors[f"mask.{number}.w{index}"] = mask.to(torch.uint8)
            start += weight.numel()
    return tensors, {
        "rate": rate, "rounds": rounds,
        "rule": "drop round-half-even(rate*remaining) smallest magnitudes over all tensors together",
    }


class Tagger(torch.nn.Module):
    """Embeddings, a character convolution, a recurrent encoder and one linear head for each task."""

    def __init__(
        self, words, word_dimension, chars, char_dimension, filters, hidden, layers, tags, activation,
        module=torch.nn.LSTM, bidirectional=True,
    ):
        super().__init__()
        self.activation = activation
        self.embedding = torch.nn.ModuleDict(
            {"words": torch.nn.Embedding(words, word_dimension), "chars": torch.nn.Embedding(chars, char_dimension)}
        )
        self.char_cnn = torch.nn.Conv1d(char_dimension, filters, 3, padding=1)
        self.encoder = module(
            word_dimension + filters, hidden, layers, bidirectional=bidirectional, batch_first=True
        )
        states = 2 * hidden if bidirectional else hidden
        self.head = torch.nn.ModuleList(torch.nn.Linear(states, count) for count in tags)

    def loss(self, parameters, batch, task):
        """The mean cross entropy of a batch's tokens under other parameters than the module's own."""
        return torch.func.functional_call(self, parameters, (batch, task))

    def forward(self, batch, task):
        inside = real(batch["lengths"], batch["words"].shape[1])
        features = convolved(
            self.embedding["chars"](batch["chars"][inside]), batch["word_lengths"][inside], self.char_cnn.weight,
            self.char_cnn.bias, self.activation,
        )
        padded = features.new_zeros(*inside.shape, features.shape[1])
        padded[inside] = features
        x = torch.cat([self.embedding["words"](batch["words"]), padded], dim=2)
        packed = pack_padded_sequence(x, batch["lengths"], batch_first=True, enforce_sorted=False)
        out, _ = pad_packed_sequence(self.encoder(packed)[0], batch_first=True, total_length=inside.shape[1])
        return torch.nn.functional.cross_entropy(self.head[task](out[inside]), batch["tags"][inside])


def random_batch(draw, words, chars, tags):
    lengths = draw.lengths(draw.size(1, 4), draw.size(1, 6))
    shape = (len(lengths), int(lengths.max()))
    inside = real(lengths, shape[1])
    longest = draw.size(1, 5)
    word_lengths = torch.where(inside, 1 + draw.integers(longest, *shape), 0)
    return {
        "lengths": lengths, "words": draw.integers(words, *shape) * inside, "tags": draw.integers(tags, *shape) * inside,
        "word_lengths": word_lengths, "chars": draw.integers(chars, *shape, int(word_lengths.max())),
    }


def masked_training(draw, precision, module=torch.nn.LSTM, bidirectional=True):
    """Steps of alternating tasks, each through its own mask, by stochastic gradient descent with momentum.

    The loss of a task is weighted by 1, by a number, or by exp(-s), where exp(-s) * loss + s / 2 is what is minimised.
    """
    size = min(draw.largest, 12)
    words, chars, tasks, layers = draw.size(5, 14), draw.size(4, 10), draw.size(2, 3), draw.turn(1, 2, 3)
    tags = [draw.size(2, 5) for _ in range(tasks)]
    activation, scope = draw.turn("none", "relu"), draw.turn("subnet", "subnet", "global", "global")
    steps = draw.size(4, 12)
    momentum, rate = float(draw.random.choice([0.0, 0.5, 0.9])), float(draw.random.choice([0.05, 0.1]))
    clip = float(draw.random.choice([0.5, 5.0]))
    weights = draw.turn("equal", [2.0, 0.25, 1.5][:tasks], "learned")
    log_variances, speeds = [torch.zeros((), dtype=precision) for _ in tags], [0.0 for _ in tags]
    tagger = Tagger(
        words, draw.size(2, size), chars, draw.size(2, size), draw.size(2, size), draw.size(2, size), layers, tags,
        activation, module, bidirectional,
    )
    start = {name: draw.normal(*value.shape, scale=0.5) for name, value in tagger.named_parameters()}
    parameters = {name.removesuffix(".weight") if "embedding" in name else name: value for name, value in start.items()}
    tensors = {f"param.{name}": value.clone() for name, value in parameters.items()}
    parameters = {name: value.to(precision) for name, value in parameters.items()}
    masks = []
    for task in range(tasks):
        masks.append({})
        for name, value in parameters.items():
            if name.startswith(("char_cnn.weight", "encoder.weight")):
                keep = torch.from_numpy(draw.random.random(value.shape) < 0.6)
                masks[task][name] = keep.to(precision)
                tensors[f"mask.{task}.{name}"] = keep.to(torch.uint8)
            else:
                own = not name.startswith("head.") or name.startswith(f"head.{task}.")
                masks[task][name] = torch.full_like(value, float(own))
    momenta = {name: torch.zeros_like(value) for name, value in parameters.items()}
    losses = []
    for step in range(steps):
        task = step % tasks
        batch = random_batch(draw, words, chars, tags[task])
        tensors.update({f"step.{step}.{name}": value for name, value in batch.items()})
        leaves = {name: (value * masks[task][name]).requires_grad_(True) for name, value in parameters.items()}
        # Heads are used as they are: a mask says only whose they are.
        loss = tagger.loss(
            {name + ".weight" if "embedding" in name else name: value for name, value in leaves.items()}, batch, task
        )
        losses.append(loss.detach())
        log_variance = log_variances[task].clone().requires_grad_(True)
        if weights == "learned":
            loss = torch.exp(-log_variance) * loss + log_variance / 2
        elif weights != "equal":
            loss = weights[task] * loss
        *found, slope = torch.autograd.grad(loss, [*leaves.values(), log_variance], allow_unused=True)
        slope = torch.zeros(()) if slope is None else slope
        gradients = {
            name: torch.zeros_like(value) if gradient is None else gradient * masks[task][name]
            for (name, value), gradient in zip(leaves.items(), found)
        }
        norm = torch.sqrt(sum((gradient**2).sum() for gradient in gradients.values()) + slope**2)
        factor = min(1.0, clip / (float(norm) + 1e-6))
        for name, gradient in gradients.items():
            inside = masks[task][name] if scope == "subnet" else torch.ones_like(gradient)
            moved = momentum * momenta[name] + factor * gradient
            momenta[name] = torch.where(inside == 1, moved, momenta[name])
            parameters[name] = torch.where(inside == 1, parameters[name] - rate * moved, parameters[name])
        for other in range(tasks):
            if other == task or scope == "global":
                speeds[other] = momentum * speeds[other] + (factor * slope if other == task else 0.0)
                log_variances[other] = log_variances[other] - rate * speeds[other]
    tensors.update({f"final.{name}": value for name, value in parameters.items()})
    tensors["losses"] = torch.stack(losses)
    if weights == "learned":
        tensors["final.log_variances"] = torch.stack(log_variances)
    return tensors, {
        "activation": activation, "clip_norm": clip, "layers": layers, "learning_rate": rate, "momentum": momentum,
        "momentum_scope": scope, "steps": steps, "tags": tags, "tasks": tasks,
    } | ({} if weights == "equal" else {"weights": weights})


def encoder_training(draw, precision):
    """The same with the encoders other than the BiLSTM."""
    name, module, bidirectional = draw.turn(
        ("gru", torch.nn.GRU, False), ("bigru", torch.nn.GRU, True), ("lstm", torch.nn.LSTM, False)
    )
    tensors, config = masked_training(draw, precision, module, bidirectional)
    return tensors, config | {"encoder": name}


def span_f1(draw):
    """The scores of chunks over tag sequences, many of them malformed."""
    prefixes = str(draw.random.choice(["BIO", "BIOES"]))
    types = ["PER", "LOC", "ORG", "MISC"][: draw.size(1, 4)]
    tags = ["O"] + [f"{prefix}-{type_}" for prefix in prefixes if prefix != "O" for type_ in types]
    agreement = float(draw.random.choice([0.0, 0.5, 0.9, 1.0]))
    gold, predicted = [], []
    for _ in range(draw.size(1, 20)):
        length = draw.size(1, 15)
        right = [str(tag) for tag in draw.random.choice(tags, length)]
        gold.append(right)
        predicted.append([tag if draw.random.random() < agreement else str(draw.random.choice(tags)) for tag in right])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = {
            name: float(getattr(seqeval.metrics, f"{name}_score")(gold, predicted))
            for name in ["precision", "recall", "f1"]
        }
    return {
        "case": "span_f1", "rule": "conlleval-style chunks over possibly malformed tag sequences", "gold": gold,
        "predicted": predicted, **scores,
    }


# A case keeps its number, from which its files follow; 7 is that of `span_f1`.
CASES = {
    bilstm: 0, charcnn: 1, crf: 2, cross_entropy: 3, cross_stitch: 4, global_magnitude_prune: 5, masked_training: 6,
    lstm: 8, bigru: 9, gru: 10, encoder_training: 11,
}


def stored(tensor):
    """The tensor as files have it: reals in single precision."""
    tensor = tensor.detach().cpu().contiguous()
    return (tensor.to(torch.float32) if tensor.is_floating_point() else tensor).numpy()


def save(tensors, path, case, config):
    """Writes safetensors: the length of a JSON header, the header, the tensors' little-endian bytes, all by name."""
    types = {"float32": "F32", "int64": "I64", "uint8": "U8"}
    header = {"__metadata__": {"case": case, "config": json.dumps(config, sort_keys=True)}}
    data = b""
    for name, tensor in ((name, stored(tensors[name])) for name in sorted(tensors)):
        end = len(data) + tensor.nbytes
        header[name] = {
            "dtype": types[str(tensor.dtype)], "shape": list(tensor.shape), "data_offsets": [len(data), end],
        }
        data += tensor.astype(tensor.dtype.newbyteorder("<")).tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=pathlib.Path, help="where the files go; made if it does not exist")
    parser.add_argument("--seed", type=int, default=1, help="decides all sizes and numbers (default: 1)")
    parser.add_argument("--count", type=int, default=3, help="files of each case (default: 3)")
    parser.add_argument("--largest", type=int, default=7, help="the largest layer size (default: 7)")
    parser.add_argument(
        "--precision", choices=["double", "single"], default="double", help="of the computation (default: double)"
    )
    arguments = parser.parse_args()
    precision = {"single": torch.float32, "double": torch.float64}[arguments.precision]
    # One thread, so that sums have one order.
    torch.set_num_threads(1)
    arguments.directory.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.count):
        for case, place in CASES.items():
            draw = Draw(arguments.seed, place, number, arguments.largest)
            tensors, config = case(draw, precision)
            path = arguments.directory / f"{case.__name__}-{number}.safetensors"
            save(tensors, path, case.__name__, config)
        spans = span_f1(Draw(arguments.seed, 7, number, arguments.largest))
        (arguments.directory / f"span_f1-{number}.json").write_text(json.dumps(spans))
    print(f"{arguments.count * (len(CASES) + 1)} files in {arguments.directory}")


if __name__ == "__main__":
    main()
