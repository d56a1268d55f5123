"""PyTorch's side of bench/trainingStep.ts: a step of fine-tuning for each line on standard input.

The first line is the configuration: {"config": fields of DistilBertConfig, "batch", "length", "threads"}. Each
further line is answered by the milliseconds of one step: forward, backward, clipping, AdamW (the fused kernel).
"""

import json
import sys
import time

import torch
from transformers import DistilBertConfig, DistilBertForSequenceClassification

options = json.loads(sys.stdin.readline())
torch.manual_seed(1)
torch.set_num_threads(options["threads"])
config = DistilBertConfig(num_labels=6, **options["config"])
model = DistilBertForSequenceClassification(config).train()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, weight_decay=0.0, fused=True)
shape = (options["batch"], options["length"])
ids = torch.randint(0, config.vocab_size, shape)
labels = torch.randint(0, 6, shape[:1])
mask = torch.ones_like(ids)

for _ in sys.stdin:
    begun = time.perf_counter()
    model(input_ids=ids, attention_mask=mask, labels=labels).loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    print(1000 * (time.perf_counter() - begun), flush=True)
