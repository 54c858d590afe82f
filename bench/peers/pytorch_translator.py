"""The Transformer of 2017 in PyTorch, its training step and its beam search, as well as a good user writes them for the processor."""
import json
import math
import struct

import torch
from torch import nn
from torch.nn import functional as F


def safetensors(path):
    """The f32 tensors of a file: the header's length (u64), the header (JSON), the numbers."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", name
        start, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data, dtype=torch.float32, count=(end - start) // 4, offset=start).view(entry["shape"])
    return tensors


class Dropout:
    """Each element is dropped where 16 of its random bits are below the rate. F.dropout draws a number of 64 bits for each, most of its time."""

    def __init__(self, rate):
        self.threshold = round(rate * 65536) - 32768
        self.scale = 1 / (1 - rate)
        self.is_on = rate > 0

    def __call__(self, x):
        if not (self.is_on and torch.is_grad_enabled()):
            return x
        bits = torch.empty((x.numel() + 3) // 4, dtype=torch.int64).random_(-(2**63), None).view(torch.int16)[: x.numel()]
        return x * (bits >= self.threshold).to(x.dtype).mul_(self.scale).view(x.shape)


class SmoothedLoss(torch.autograd.Function):
    """The sum over rows of F.cross_entropy(hidden weight^T, labels, label_smoothing), some rows at a time: logits and their gradients stay in the cache."""

    ROWS = 256

    @staticmethod
    def forward(context, hidden, weight, labels, smoothing):
        total, rest = 0.0, 1 - smoothing
        mean = weight.mean(0)
        for_hidden, for_weight = torch.empty_like(hidden), torch.zeros_like(weight)
        for start in range(0, len(hidden), SmoothedLoss.ROWS):
            rows, wanted = hidden[start : start + SmoothedLoss.ROWS], labels[start : start + SmoothedLoss.ROWS, None]
            logits = torch.mm(rows, weight.t())
            target = logits.gather(1, wanted)
            p = torch.softmax(logits, 1)
            # log-sum-exp = target - log p[target]; the mean of the logits is the row's product with the mean of the weights.
            total += (smoothing * target - p.gather(1, wanted).log()).sum().item() - smoothing * torch.mv(rows, mean).sum().item()
            p.scatter_add_(1, wanted, torch.full(wanted.shape, -rest))
            torch.mm(p, weight, out=for_hidden[start : start + SmoothedLoss.ROWS])
            for_weight.addmm_(p.t(), rows)
        for_hidden -= smoothing * mean
        for_weight -= smoothing / len(weight) * hidden.sum(0)
        context.save_for_backward(for_hidden, for_weight)
        return hidden.new_tensor(total)

    @staticmethod
    def backward(context, gradient):
        for_hidden, for_weight = context.saved_tensors
        return for_hidden.mul_(gradient), for_weight.mul_(gradient), None, None


class ShortSoftmax(torch.autograd.Function):
    """Softmax of rows shorter than some vectors, for which this version's own takes several times as long."""

    @staticmethod
    def forward(context, x):
        p = (x - x.amax(-1, keepdim=True)).exp_()
        p /= p.sum(-1, keepdim=True)
        context.save_for_backward(p)
        return p

    @staticmethod
    def backward(context, gradient):
        (p,) = context.saved_tensors
        product = p * gradient
        return product.addcmul_(p, product.sum(-1, keepdim=True), value=-1)


def softmax(x):
    return ShortSoftmax.apply(x) if x.shape[-1] < 64 else torch.softmax(x, -1)


class Layer(nn.Module):
    """Weights of a layer; query, key and value of self-attention, and key and value of cross-attention, are one product."""

    def __init__(self, width, inner, is_decoder):
        super().__init__()
        self.qkv, self.out, self.norm1 = nn.Linear(width, 3 * width), nn.Linear(width, width), nn.LayerNorm(width)
        if is_decoder:
            self.cross_q, self.cross_kv = nn.Linear(width, width), nn.Linear(width, 2 * width)
            self.cross_out, self.norm2 = nn.Linear(width, width), nn.LayerNorm(width)
        self.fc1, self.fc2, self.norm3 = nn.Linear(width, inner), nn.Linear(inner, width), nn.LayerNorm(width)

    def load(self, tensors, name):
        def attention(ours, theirs, parts):
            for kind in ("weight", "bias"):
                getattr(ours, kind).data = torch.cat([tensors.pop(f"{name}.{theirs}.{part}.{kind}") for part in parts])

        attention(self.qkv, "self_attn", ("q_proj", "k_proj", "v_proj"))
        attention(self.out, "self_attn", ("out_proj",))
        names = {self.norm1: "self_attn_layer_norm", self.fc1: "fc1", self.fc2: "fc2", self.norm3: "final_layer_norm"}
        if hasattr(self, "cross_q"):
            attention(self.cross_q, "encoder_attn", ("q_proj",))
            attention(self.cross_kv, "encoder_attn", ("k_proj", "v_proj"))
            attention(self.cross_out, "encoder_attn", ("out_proj",))
            names[self.norm2] = "encoder_attn_layer_norm"
        for module, theirs in names.items():
            load(module, tensors, f"{name}.{theirs}")


def load(module, tensors, name):
    for kind in ("weight", "bias"):
        getattr(module, kind).data = tensors.pop(f"{name}.{kind}")


class Transformer(nn.Module):
    def __init__(self, vocabulary, width, inner, heads, layers, dropout, smoothing, is_pre_norm, positions=1024):
        super().__init__()
        self.width, self.heads, self.is_pre_norm, self.smoothing = width, heads, is_pre_norm, smoothing
        self.dropout = Dropout(dropout)
        self.shared = nn.Parameter(torch.randn(vocabulary, width) / math.sqrt(width))
        self.encoder, self.decoder = (nn.ModuleList(Layer(width, inner, is_decoder) for _ in range(layers)) for is_decoder in (False, True))
        if is_pre_norm:
            self.encoder_norm, self.decoder_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and name != "shared":
                nn.init.xavier_uniform_(parameter)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)
        angles = torch.outer(torch.arange(positions).double(), 10000.0 ** (-torch.arange(0, width, 2).double() / width))
        self.positions = torch.stack((angles.sin(), angles.cos()), -1).flatten(1).float()
        self.nothing = torch.zeros(1, 1, 1)

    def load(self, tensors):
        self.shared.data = tensors.pop("model.shared.weight")
        for stack in ("encoder", "decoder"):
            for index, layer in enumerate(getattr(self, stack)):
                layer.load(tensors, f"model.{stack}.layers.{index}")
            if self.is_pre_norm:
                load(getattr(self, f"{stack}_norm"), tensors, f"model.{stack}.layer_norm")
        assert not tensors, f"left over: {', '.join(tensors)}"

    def embedded(self, ids):
        """[B, N] -> [B, N, C]."""
        return F.embedding(ids, self.shared)

    def placed(self, embeddings, first=0):
        return self.dropout(embeddings * math.sqrt(self.width) + self.positions[first : first + embeddings.shape[-2]])

    def sublayer(self, x, norm, change):
        return x + self.dropout(change(norm(x))) if self.is_pre_norm else norm(x + self.dropout(change(x)))

    def feed_forward(self, layer, x):
        return self.sublayer(x, layer.norm3, lambda x: layer.fc2(F.relu_(layer.fc1(x))))

    def split(self, x, parts):
        """[B, N, parts C] -> parts of [B H, N, D], by one copy."""
        batch, length, _ = x.shape
        return x.view(batch, length, parts, self.heads, -1).permute(2, 0, 3, 1, 4).reshape(parts, batch * self.heads, length, -1).unbind()

    def attend(self, query, key, value, mask):
        """[B H, N, D] and [B H, M, D] -> [B, N, C]. There is no fused attention for the processor in this version; mask and scale ride on the product."""
        groups, length, dim = query.shape
        # Not beta = 0: this version then multiplies what it finds in fresh memory by zero.
        mask = (self.nothing if mask is None else mask).expand(groups, length, key.shape[1])
        scores = torch.baddbmm(mask, query, key.transpose(1, 2), alpha=1 / math.sqrt(dim))
        mixed = torch.bmm(softmax(scores), value)
        return mixed.view(-1, self.heads, length, dim).transpose(1, 2).reshape(-1, length, self.width)

    def encode(self, embeddings, mask):
        """mask: [B H, 1, S], minus infinity at padding; None where there is none."""
        x = self.placed(embeddings)
        for layer in self.encoder:
            x = self.sublayer(x, layer.norm1, lambda x: layer.out(self.attend(*self.split(layer.qkv(x), 3), mask)))
            x = self.feed_forward(layer, x)
        return self.encoder_norm(x) if self.is_pre_norm else x

    def loss(self, batch):
        """The sum over the target's tokens."""
        sources, targets = self.embedded(torch.cat((batch.source.flatten(), batch.target.flatten()))).split((batch.source.numel(), batch.target.numel()))
        mask = source_mask(batch.lengths, batch.source.shape[1], self.heads)
        memory = self.encode(sources.view(*batch.source.shape, -1), mask)
        x = self.placed(targets.view(*batch.target.shape, -1))
        later = torch.full((x.shape[1],) * 2, -math.inf).triu(1)
        for layer in self.decoder:
            x = self.sublayer(x, layer.norm1, lambda x: layer.out(self.attend(*self.split(layer.qkv(x), 3), later)))

            def cross(x):
                return layer.cross_out(self.attend(*self.split(layer.cross_q(x), 1), *self.split(layer.cross_kv(memory), 2), mask))

            x = self.feed_forward(layer, self.sublayer(x, layer.norm2, cross))
        # Padding of targets lies behind their ends: no row sees it, and it goes no further.
        x = x.flatten(0, 1) if batch.rows is None else x.flatten(0, 1).index_select(0, batch.rows)
        return SmoothedLoss.apply(self.decoder_norm(x) if self.is_pre_norm else x, self.shared, batch.labels, self.smoothing)


def source_mask(lengths, longest, heads):
    if min(lengths) == longest:
        return None
    mask = torch.zeros(len(lengths), longest).masked_fill_(torch.arange(longest) >= torch.tensor(lengths)[:, None], -math.inf)
    return mask[:, None, None].expand(-1, heads, -1, -1).reshape(-1, 1, longest)


def padded(sequences):
    longest = max(map(len, sequences))
    return torch.tensor([sequence + [0] * (longest - len(sequence)) for sequence in sequences])


class Batch:
    """Pairs of sources and targets, each ending in the end token, which is the decoder's first input too."""

    def __init__(self, pairs):
        sources, targets = zip(*pairs)
        self.source, self.lengths = padded(sources), [len(source) for source in sources]
        self.target = padded([target[-1:] + target[:-1] for target in targets])
        self.labels = torch.tensor([token for target in targets for token in target])
        longest = self.target.shape[1]
        self.rows = None
        if len(self.labels) < self.target.numel():
            self.rows = torch.tensor([row * longest + column for row, target in enumerate(targets) for column in range(len(target))])


class Search:
    """
    Beam search of a batch of sources. A translation that ends counts when it is among the best K candidates, and the K with the best
    (sum of log-probabilities) / length^penalty are kept. A source is done when nothing that still runs can become better than the worst kept
    (is_exact: Attune's rule), or else when K have ended (fairseq's).
    """

    def __init__(self, model, beams, penalty, longest, is_exact):
        self.model, self.beams, self.penalty, self.longest, self.is_exact = model, beams, penalty, longest, is_exact

    @torch.inference_mode()
    def __call__(self, sources):
        """The best (tokens without the end, score) of each."""
        end = sources[0][-1]
        self.begin(sources)
        ended = [[] for _ in sources]  # of each (score, tokens), best first
        number = list(range(len(sources)))  # which source is which of the batch
        limits = torch.tensor([len(source) + self.longest for source in sources])
        tokens = torch.full((len(sources), 1), end)
        history = torch.empty(len(sources), 1, 0, dtype=torch.long)
        sums = torch.zeros(len(sources), 1)
        while number:
            values, beam, token = self.candidates(self.step(tokens.flatten(), len(number)), sums)
            length = history.shape[2] + 1
            is_end = (token == end) | (limits == length)[:, None]
            for place, rank in is_end[:, : self.beams].nonzero().tolist():
                last = token[place, rank].item()
                found = history[place, beam[place, rank]].tolist() + ([] if last == end else [last])
                self.keep(ended[number[place]], values[place, rank].item() / length**self.penalty, found)
            sums, pick = values.masked_fill(is_end, -math.inf).topk(self.beams)
            beam, tokens = beam.gather(1, pick), token.gather(1, pick)
            parents = beam + torch.arange(len(number))[:, None] * history.shape[1]
            history = torch.cat((history.flatten(0, 1)[parents], tokens[:, :, None]), 2)
            bests, longest = sums[:, 0].tolist(), limits.tolist()
            kept = [place for place, source in enumerate(number) if not self.is_done(ended[source], bests[place], longest[place])]
            if len(kept) < len(number):
                number = [number[place] for place in kept]
                kept = torch.tensor(kept, dtype=torch.long)
                parents, history, sums, tokens, limits = (x.index_select(0, kept) for x in (parents, history, sums, tokens, limits))
                self.cross = [cross.index_select(0, kept) for cross in self.cross]
                self.mask = None if self.mask is None else self.mask.index_select(0, kept)
            self.reorder(parents.flatten())
        return [(best[0][1], best[0][0]) for best in ended]

    def keep(self, ended, score, tokens):
        place = next((place for place, other in enumerate(ended) if other[0] < score), len(ended))
        ended.insert(place, (score, tokens))
        del ended[self.beams :]

    def is_done(self, ended, best, longest):
        if best == -math.inf:
            return True
        if len(ended) < self.beams:
            return False
        return not self.is_exact or self.beams == 1 or best / longest**self.penalty <= ended[-1][0]

    def begin(self, sources):
        model = self.model
        lengths = [len(source) for source in sources]
        count, longest = len(sources), max(lengths)
        mask = source_mask(lengths, longest, model.heads)
        memory = model.encode(model.embedded(padded(sources)), mask)
        self.mask = None if mask is None else mask.view(count, model.heads, 1, longest)
        # Of each layer [B, 2, H, M, D]: projected once, looked at by all beams of a source.
        self.cross = [
            layer.cross_kv(memory).view(count, longest, 2, model.heads, -1).permute(0, 2, 3, 1, 4).contiguous() for layer in model.decoder
        ]
        # Keys and values of all layers side by side: one copy reorders them.
        self.cache = torch.empty(count, 0, len(model.decoder), 2, model.heads, model.width // model.heads)

    def reorder(self, parents):
        self.cache = self.cache.index_select(0, parents)

    def step(self, tokens, count):
        """[R] -> logits [R, V]; R rows are the beams of as many sources."""
        model, rows, past = self.model, len(tokens), self.cache.shape[1]
        cache = torch.empty(rows, past + 1, *self.cache.shape[2:])
        cache[:, :past] = self.cache
        self.cache = cache
        scale = 1 / math.sqrt(model.width // model.heads)
        x = model.placed(model.embedded(tokens[:, None]), past)[:, 0]
        for index, layer in enumerate(model.decoder):

            def attention(x):
                q, kv = layer.qkv(x).split((model.width, 2 * model.width), 1)
                cache[:, past, index] = kv.view(rows, 2, model.heads, -1)
                key, value = cache[:, :, index].unbind(2)  # [R, T, H, D]
                # A product of one row for each head and beam would be as many calls.
                scores = (q.view(rows, 1, model.heads, -1) * key).sum(-1).mul_(scale)
                return layer.out((scores.softmax(1)[..., None] * value).sum(1).view(rows, -1))

            def cross(x):
                key, value = (part.flatten(0, 1) for part in self.cross[index].unbind(1))
                mask = None if self.mask is None else self.mask.flatten(0, 1)
                (q,) = model.split(layer.cross_q(x).view(count, rows // count, -1), 1)
                return layer.cross_out(model.attend(q, key, value, mask).view(rows, -1))

            x = model.sublayer(x, layer.norm1, attention)
            x = model.feed_forward(layer, model.sublayer(x, layer.norm2, cross))
        return F.linear(model.decoder_norm(x) if model.is_pre_norm else x, model.shared)

    def candidates(self, logits, sums):
        """The best 2 K of each source: sums [B, 2 K], their beams and tokens."""
        count, width = sums.shape
        # Of each row first: the logarithms of all probabilities need not be written.
        values, token = logits.topk(2 * self.beams)
        values = (values - logits.logsumexp(1, keepdim=True)).view(count, width, -1) + sums[:, :, None]
        values, place = values.flatten(1).topk(2 * self.beams)
        return values, torch.div(place, 2 * self.beams, rounding_mode="floor"), token.view(count, -1).gather(1, place)
