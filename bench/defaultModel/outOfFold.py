"""How well a recipe labels videos that it was not trained on, over all training rows:

    python3 bench/defaultModel/outOfFold.py TRAIN.csv BASE [--folds 0,2] [--seed 1] [--learning-rate 7e-5] ...

The rows are cut into four folds, whole videos, each label spread as evenly as they allow; each fold is labelled by a
model that was trained on the other three. A twin in PyTorch (torch, tokenizers, safetensors) of what `emostream train
--weighting inverse --batch-size 16 --length-sorted --matmul-precision bfloat16` does, but for dropout on attention weights,
which it leaves out. Prints the scores of each fold after each epoch, and of all folds together: with the weights of the
last epoch, and with their mean over the last half of the epochs.
"""

import argparse
import csv
import random

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

LABELS = ["neutral", "disgust", "anger", "joy", "sadness", "fear"]
FOLDS = 4
MAX_TOKENS = 128
HEAD_DROPOUT = 0.2
EPSILON = 1e-12


class DistilBert(nn.Module):
    """DistilBERT for classification on the tokens of a batch one after the other; only attention pads."""

    def __init__(self, base, vocabulary, dropout):
        super().__init__()
        tensors = {name.removeprefix("distilbert."): value.float() for name, value in load_file(f"{base}/model.safetensors").items()}
        take = lambda name: nn.Parameter(tensors[name].clone())
        self.words = nn.Parameter(tensors["embeddings.word_embeddings.weight"][vocabulary].clone())
        self.positions = take("embeddings.position_embeddings.weight")
        self.norm = nn.ParameterList([take("embeddings.LayerNorm.weight"), take("embeddings.LayerNorm.bias")])
        self.layers = nn.ModuleList()
        depth = 1 + max(int(name.split(".")[2]) for name in tensors if name.startswith("transformer.layer."))
        for number in range(depth):
            part = f"transformer.layer.{number}."
            joined = lambda kind: nn.Parameter(torch.cat([tensors[f"{part}attention.{each}_lin.{kind}"] for each in "qkv"]))
            names = {"out": "attention.out_lin", "inner": "ffn.lin1", "outer": "ffn.lin2", "norm1": "sa_layer_norm", "norm2": "output_layer_norm"}
            layer = {"qkv_weight": joined("weight"), "qkv_bias": joined("bias")}
            for short, name in names.items():
                layer[f"{short}_weight"] = take(f"{part}{name}.weight")
                layer[f"{short}_bias"] = take(f"{part}{name}.bias")
            self.layers.append(nn.ParameterDict(layer))
        self.width = self.words.shape[1]
        self.heads = 12
        fresh = lambda *shape: nn.Parameter(0.02 * torch.randn(*shape))
        self.hidden = nn.ParameterList([fresh(self.width, self.width), nn.Parameter(torch.zeros(self.width))])
        self.classifier = nn.ParameterList([fresh(len(LABELS), self.width), nn.Parameter(torch.zeros(len(LABELS)))])
        self.dropout = dropout

    def forward(self, sequences):
        drop = lambda x: F.dropout(x, self.dropout, self.training)
        lengths = torch.tensor([len(each) for each in sequences])
        size, longest = len(sequences), int(lengths.max())
        places = torch.cat([torch.arange(int(length)) for length in lengths])
        slots = torch.repeat_interleave(torch.arange(size), lengths) * longest + places
        first = torch.cumsum(lengths, 0) - lengths
        padding = torch.arange(longest)[None, :] >= lengths[:, None]
        mask = torch.zeros(size, 1, 1, longest, dtype=torch.bfloat16).masked_fill(padding[:, None, None, :], -1e9)
        norm = lambda x, weight, bias: F.layer_norm(x, (self.width,), weight, bias, EPSILON)

        states = drop(norm(self.words[torch.cat(sequences)] + self.positions[places], *self.norm))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for number, layer in enumerate(self.layers):
                last = number == len(self.layers) - 1
                qkv = F.linear(states, layer["qkv_weight"], layer["qkv_bias"])
                padded = torch.zeros(size * longest, 3 * self.width, dtype=qkv.dtype).index_copy(0, slots, qkv)
                query, key, value = padded.view(size, longest, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
                query = query[:, :, :1] if last else query
                context = F.scaled_dot_product_attention(query, key, value, mask.expand(size, 1, query.shape[2], longest))
                context = context.transpose(1, 2).reshape(-1, self.width)
                states, context = (states[first], context) if last else (states, context[slots])
                attention = F.linear(context, layer["out_weight"], layer["out_bias"])
                states = norm(attention.float() + states, layer["norm1_weight"], layer["norm1_bias"])
                inner = F.gelu(F.linear(states, layer["inner_weight"], layer["inner_bias"]))
                outer = drop(F.linear(inner, layer["outer_weight"], layer["outer_bias"]))
                states = norm(outer.float() + states, layer["norm2_weight"], layer["norm2_bias"])
        hidden = F.dropout(F.relu(F.linear(states, *self.hidden)), HEAD_DROPOUT, self.training)
        return F.linear(hidden, *self.classifier)


def read_rows(path):
    with open(path, newline="") as file:
        return [(row["text"], LABELS.index(row["emotion"]), row["youtube_key"]) for row in csv.DictReader(file)]


def fold_of_rows(rows, seed=0):
    """Video by video, rarest labels first, into the fold that it brings nearest to an even share of each label."""
    videos = {}
    for row, (_, _, video) in enumerate(rows):
        videos.setdefault(video, []).append(row)
    count = lambda of: np.bincount([rows[row][1] for row in of], minlength=len(LABELS))
    total = count(range(len(rows)))
    names = sorted(videos)
    random.Random(seed).shuffle(names)
    names.sort(key=lambda video: -max(count(videos[video]) / total))
    held = np.zeros((FOLDS, len(LABELS)))
    folds = np.zeros(len(rows), int)
    for video in names:
        own = count(videos[video])
        error = lambda counts: ((counts / total - 1 / FOLDS) ** 2).sum()
        fold = min(range(FOLDS), key=lambda each: error(held[each] + own) - error(held[each]))
        held[fold] += own
        folds[videos[video]] = fold
    return folds


def scores(gold, predicted):
    f1 = []
    for label in range(len(LABELS)):
        hits = ((predicted == label) & (gold == label)).sum()
        f1.append(2 * hits / max(1, (predicted == label).sum() + (gold == label).sum()))
    by_label = ", ".join(f"{name} {value:.2f}" for name, value in zip(LABELS, f1))
    return f"accuracy {np.mean(gold == predicted):.3f}, macro F1 {np.mean(f1):.3f}, {by_label}"


def batches_of(sequences, rows, size, generator):
    """Batches of like lengths within stretches of 25 batches, in random order."""
    rows = list(rows)
    generator.shuffle(rows)
    batches = []
    for start in range(0, len(rows), 25 * size):
        stretch = sorted(rows[start : start + 25 * size], key=lambda row: len(sequences[row]))
        batches += [stretch[at : at + size] for at in range(0, len(stretch), size)]
    generator.shuffle(batches)
    return batches


@torch.no_grad()
def predict(model, sequences, rows):
    model.eval()
    order = sorted(rows, key=lambda row: len(sequences[row]))
    logits = {}
    for start in range(0, len(order), 32):
        batch = order[start : start + 32]
        logits.update(zip(batch, model([sequences[row] for row in batch]).numpy()))
    model.train()
    return np.stack([logits[row] for row in rows]).argmax(1)


def loss_of(options, logits, labels, weights, priors):
    if options.loss == "logit-adjusted":
        return F.cross_entropy(logits + priors.log(), labels)
    if options.loss == "none":
        return F.cross_entropy(logits, labels)
    if options.loss == "inverse":
        return F.cross_entropy(logits, labels, weight=weights)
    nll = F.cross_entropy(logits, labels, reduction="none")
    return (weights[labels] * (1 - torch.exp(-nll)) ** 2 * nll).sum() / weights[labels].sum()


def train_fold(options, sequences, labels, vocabulary, trained, held, tell):
    """@returns predictions for the rows held out: of the last weights, and of their mean over the last half"""
    torch.manual_seed(1)
    model = DistilBert(options.base, vocabulary, options.dropout)
    torch.manual_seed(1000 * options.seed + 7)
    generator = random.Random(options.seed)
    counts = np.bincount(labels[trained], minlength=len(LABELS))
    weights = torch.tensor(len(trained) / len(LABELS) / np.maximum(counts, 1), dtype=torch.float32)
    priors = torch.tensor(np.maximum(counts, 1) / len(trained), dtype=torch.float32)
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.learning_rate, weight_decay=0, fused=True)
    steps = options.epochs * len(batches_of(sequences, trained, options.batch_size, random.Random(0)))
    mean, averaged, step = None, 0, 0
    for epoch in range(options.epochs):
        for batch in batches_of(sequences, trained, options.batch_size, generator):
            rate = min((step + 1) / (0.06 * steps), (steps - step) / (0.94 * steps))
            optimizer.param_groups[0]["lr"] = options.learning_rate * rate
            logits = model([sequences[row] for row in batch])
            loss_of(options, logits, torch.tensor(labels[batch]), weights, priors).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0, foreach=True)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
        predicted = predict(model, sequences, held)
        tell(f"epoch {epoch + 1}", predicted)
        if epoch < options.epochs // 2:
            continue
        values = [parameter.detach() for parameter in model.parameters()]
        if mean is None:
            mean = [value.clone() for value in values]
        else:
            torch._foreach_add_(mean, values)
        averaged += 1
    with torch.no_grad():
        for parameter, total in zip(model.parameters(), mean):
            parameter.copy_(total / averaged)
    of_mean = predict(model, sequences, held)
    tell("mean", of_mean)
    return predicted, of_mean


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train")
    parser.add_argument("base")
    parser.add_argument("--folds", default="0,1,2,3", help="those that are held out in turn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--learning-rate", type=float, default=7e-5)
    parser.add_argument("--dropout", type=float, default=0.1)
    losses = ["inverse", "none", "logit-adjusted", "focal"]
    parser.add_argument("--loss", choices=losses, default="inverse", help="focal: gamma 2, with inverse weights; logit-adjusted: tau 1")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)

    rows = read_rows(options.train)
    tokenizer = Tokenizer.from_file(f"{options.base}/tokenizer.json")
    tokenizer.enable_truncation(MAX_TOKENS)
    encoded = [tokenizer.encode(text).ids for text, _, _ in rows]
    vocabulary = sorted({token for ids in encoded for token in ids})
    place = {token: row for row, token in enumerate(vocabulary)}
    sequences = [torch.tensor([place[token] for token in ids]) for ids in encoded]
    labels = np.array([label for _, label, _ in rows])
    folds = fold_of_rows(rows)

    gold, last, mean = [], [], []
    for fold in map(int, options.folds.split(",")):
        held, trained = np.where(folds == fold)[0], np.where(folds != fold)[0]
        tell = lambda when, predicted: print(f"fold {fold}, {when}: {scores(labels[held], predicted)}", flush=True)
        results = train_fold(options, sequences, labels, vocabulary, trained, held, tell)
        gold.append(labels[held])
        last.append(results[0])
        mean.append(results[1])
    print("all folds, last epoch:", scores(np.concatenate(gold), np.concatenate(last)))
    print("all folds, mean of the last half:", scores(np.concatenate(gold), np.concatenate(mean)))


if __name__ == "__main__":
    main()
