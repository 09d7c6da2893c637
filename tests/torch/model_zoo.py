"""Small models of many families. Each function answers (model, calls) or (model, calls, dynamic shapes)."""
import math

import torch
import torch.nn.functional as F
from torch import nn
from torch.export import Dim

AUTO = Dim.AUTO


class Model(nn.Module):
    """A model from parts and a function: Model(lambda m, x: m.fc(x), fc=nn.Linear(2, 3))."""

    def __init__(self, function, buffers=None, **parts):
        super().__init__()
        self.function = function
        for name, part in parts.items():
            setattr(self, name, part)
        for name, buffer in (buffers or {}).items():
            self.register_buffer(name, buffer)

    def forward(self, *args):
        return self.function(self, *args)


# --- vision ---

def convnext():
    """depthwise 7x7, LayerNorm over channels last, layer scale"""
    def block(m, x):
        y = m.depthwise(x).permute(0, 2, 3, 1)
        y = m.narrow(F.gelu(m.wide(m.norm(y)))) * m.gamma
        return m.head((x + y.permute(0, 3, 1, 2)).mean((-2, -1)))
    model = Model(block, depthwise=nn.Conv2d(8, 8, 7, padding=3, groups=8), norm=nn.LayerNorm(8, eps=1e-6), wide=nn.Linear(8, 32),
                  narrow=nn.Linear(32, 8), gamma=nn.Parameter(0.1 * torch.ones(8)), head=nn.Linear(8, 5)).eval()
    return model, [(torch.randn(2, 8, 9, 9),), (torch.randn(3, 8, 9, 9),)], ({0: AUTO},)


def inverted_residual():
    """MobileNet V3 block: expand, depthwise, squeeze and excite, hard swish, batch norm in eval mode"""
    def block(m, x):
        y = F.hardswish(m.bn1(m.expand(x)))
        y = F.relu6(m.bn2(m.depth(y)))
        s = F.adaptive_avg_pool2d(y, 1)
        y = y * F.hardsigmoid(m.up(F.relu(m.down(s), inplace=True)))
        return x + m.bn3(m.project(y))
    model = Model(block, expand=nn.Conv2d(6, 18, 1, bias=False), bn1=nn.BatchNorm2d(18), depth=nn.Conv2d(18, 18, 3, padding=1, groups=18),
                  bn2=nn.BatchNorm2d(18), down=nn.Conv2d(18, 4, 1), up=nn.Conv2d(4, 18, 1), project=nn.Conv2d(18, 6, 1), bn3=nn.BatchNorm2d(6))
    model(torch.randn(4, 6, 8, 8))
    return model.eval(), [(torch.randn(2, 6, 10, 8),)]


def unet_transposed():
    """down, up by transposed convolution, skip connections, reflection padding"""
    def net(m, x):
        a = F.silu(m.a(F.pad(x, (1, 1, 1, 1), mode="reflect")))
        b = F.silu(m.b(F.max_pool2d(a, 2)))
        c = F.leaky_relu(m.c(F.avg_pool2d(b, 2, ceil_mode=True)), 0.1)
        up = F.interpolate(m.up1(c), size=b.shape[-2:], mode="bilinear", align_corners=False)
        up = m.up2(torch.cat([up, b], 1))
        return torch.sigmoid(m.out(torch.cat([up[..., : a.shape[-2], : a.shape[-1]], a], 1)))
    return Model(net, a=nn.Conv2d(3, 6, 3), b=nn.Conv2d(6, 8, 3, padding=1), c=nn.Conv2d(8, 8, 3, padding=1),
                 up1=nn.ConvTranspose2d(8, 8, 2, stride=2), up2=nn.ConvTranspose2d(16, 6, 3, stride=2, padding=1, output_padding=1),
                 out=nn.Conv2d(12, 2, 1)).eval(), [(torch.randn(1, 3, 16, 16),)]


def vit_class_token():
    """patches, class token, position embedding, nn.MultiheadAttention"""
    def net(m, x):
        t = m.patch(x).flatten(2).transpose(1, 2)
        t = torch.cat([m.token.expand(x.shape[0], -1, -1), t], 1) + m.position
        n = m.norm1(t)
        t = t + m.attention(n, n, n, need_weights=False)[0]
        t = t + m.mlp(m.norm2(t))
        return m.head(t[:, 0])
    return Model(net, patch=nn.Conv2d(3, 16, 4, stride=4), token=nn.Parameter(torch.randn(1, 1, 16)), position=nn.Parameter(torch.randn(1, 17, 16)),
                 norm1=nn.LayerNorm(16), attention=nn.MultiheadAttention(16, 4, batch_first=True), norm2=nn.LayerNorm(16),
                 mlp=nn.Sequential(nn.Linear(16, 32), nn.GELU(approximate="tanh"), nn.Linear(32, 16)), head=nn.Linear(16, 7)).eval(), \
        [(torch.randn(2, 3, 16, 16),), (torch.randn(5, 3, 16, 16),)], ({0: AUTO},)


def swin_window():
    """shifted windows: roll, window partition, attention with a mask, and back"""
    def net(m, x):
        b, h, w, c = x.shape
        y = torch.roll(m.norm(x), (-2, -2), (1, 2))
        y = y.view(b, h // 4, 4, w // 4, 4, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, 16, c)
        q, k, v = m.qkv(y).reshape(-1, 16, 3, 2, c // 2).permute(2, 0, 3, 1, 4)
        attention = q @ k.transpose(-2, -1) * (c // 2) ** -0.5 + m.bias
        y = (attention.softmax(-1) @ v).transpose(1, 2).reshape(-1, 16, c)
        y = y.view(b, h // 4, w // 4, 4, 4, c).permute(0, 1, 3, 2, 4, 5).reshape(b, h, w, c)
        return x + torch.roll(y, (2, 2), (1, 2))
    return Model(net, norm=nn.LayerNorm(8), qkv=nn.Linear(8, 24), bias=nn.Parameter(torch.randn(2, 16, 16))).eval(), [(torch.randn(2, 8, 8, 8),)]


def conv3d():
    """volumes: 3-d convolution, pooling, instance norm, trilinear upsampling"""
    def net(m, x):
        y = F.elu(m.norm(m.a(x)))
        y = F.max_pool3d(y, 2)
        y = F.interpolate(m.b(y), scale_factor=2, mode="trilinear", align_corners=True)
        return F.adaptive_avg_pool3d(y, (1, 2, 2))
    return Model(net, a=nn.Conv3d(2, 4, 3, padding=1), norm=nn.InstanceNorm3d(4, affine=True), b=nn.Conv3d(4, 3, 1)).eval(), [(torch.randn(2, 2, 4, 6, 6),)]


def vae():
    """encoder, reparametrisation with the noise as an input, decoder, both losses"""
    def net(m, x, eps):
        h = torch.tanh(m.encode(x.flatten(1)))
        mu, logvar = m.moments(h).chunk(2, 1)
        z = mu + eps * torch.exp(0.5 * logvar)
        y = m.decode(z).view_as(x)
        kl = -0.5 * (1 + logvar - mu.pow(2) - logvar.exp()).sum(1).mean()
        return torch.sigmoid(y), F.binary_cross_entropy_with_logits(y, x.clamp(0, 1)), kl
    return Model(net, encode=nn.Linear(16, 12), moments=nn.Linear(12, 8), decode=nn.Sequential(nn.Linear(4, 12), nn.ReLU(inplace=True), nn.Linear(12, 16))).eval(), \
        [(torch.rand(3, 1, 4, 4), torch.randn(3, 4))]


def diffusion_step():
    """sinusoidal time embedding, scale and shift, group norm, attention over pixels"""
    def net(m, x, t):
        f = torch.exp(-math.log(10000) * torch.arange(8, dtype=torch.float32) / 8)
        e = t.float()[:, None] * f[None]
        e = m.time(torch.cat([e.sin(), e.cos()], -1))
        scale, shift = m.film(F.silu(e))[:, :, None, None].chunk(2, 1)
        y = m.a(F.silu(m.norm1(x))) * (1 + scale) + shift
        b, c, h, w = y.shape
        q, k, v = m.qkv(m.norm2(y)).reshape(b, 3, c, h * w).unbind(1)
        y = y + F.scaled_dot_product_attention(q.mT, k.mT, v.mT).mT.reshape(b, c, h, w)
        return x + m.b(y)
    return Model(net, time=nn.Linear(16, 16), film=nn.Linear(16, 16), norm1=nn.GroupNorm(2, 8), a=nn.Conv2d(8, 8, 3, padding=1),
                 norm2=nn.GroupNorm(4, 8), qkv=nn.Conv2d(8, 24, 1), b=nn.Conv2d(8, 8, 3, padding=1)).eval(), \
        [(torch.randn(2, 8, 6, 6), torch.tensor([3, 700]))]


# --- language ---

class RelativeBias(nn.Module):
    """T5's buckets of distances"""

    def __init__(self, heads, both):
        super().__init__()
        self.table, self.both = nn.Embedding(8, heads), both

    def forward(self, q, k):
        d = torch.arange(k)[None, :] - torch.arange(q)[:, None]
        n, bucket = (4, (d > 0).long() * 4) if self.both else (8, torch.zeros_like(d))
        d = d.abs() if self.both else -torch.min(d, torch.zeros_like(d))
        exact = n // 2
        far = exact + (torch.log(d.float().clamp(min=1) / exact) / math.log(16 / exact) * (n - exact)).to(torch.long)
        bucket = bucket + torch.where(d < exact, d, torch.min(far, torch.full_like(far, n - 1)))
        return self.table(bucket).permute(2, 0, 1).unsqueeze(0)


def t5_encoder_decoder():
    """relative attention, RMS norm, gated feed forward, cross attention, tied head"""
    def split(x):
        return x.view(x.shape[0], -1, 2, 8).transpose(1, 2)

    def attend(part, x, y, bias):
        q, k, v = split(part["q"](x)), split(part["k"](y)), split(part["v"](y))
        w = F.softmax((q @ k.transpose(3, 2) + bias).float(), dim=-1).type_as(q)
        return part["o"]((w @ v).transpose(1, 2).reshape(x.shape[0], -1, 16))

    def norm(x, weight):
        return weight * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)

    def net(m, source, mask, target):
        x, y = m.embed(source), m.embed(target)
        hidden = (1.0 - mask[:, None, None, :].float()) * torch.finfo(torch.float32).min
        n = norm(x, m.weights[0])
        x = x + attend(m.enc, n, n, m.enc_bias(source.shape[1], source.shape[1]) + hidden)
        causal = torch.full((target.shape[1], target.shape[1]), -1e9).triu(1)
        n = norm(y, m.weights[1])
        y = y + attend(m.dec, n, n, m.dec_bias(target.shape[1], target.shape[1]) + causal)
        y = y + attend(m.cross, norm(y, m.weights[2]), x, hidden)
        n = norm(y, m.weights[3])
        y = y + m.down(F.gelu(m.gate(n), approximate="tanh") * m.up(n))
        return (y * 16 ** -0.5) @ m.embed.weight.T
    part = lambda: nn.ModuleDict({n: nn.Linear(16, 16, bias=False) for n in "qkvo"})  # noqa: E731
    model = Model(net, embed=nn.Embedding(30, 16), enc=part(), dec=part(), cross=part(), enc_bias=RelativeBias(2, True), dec_bias=RelativeBias(2, False),
                  weights=nn.ParameterList([nn.Parameter(torch.rand(16) + 0.5) for _ in range(4)]), gate=nn.Linear(16, 24, bias=False),
                  up=nn.Linear(16, 24, bias=False), down=nn.Linear(24, 16, bias=False)).eval()
    mask = torch.ones(2, 7, dtype=torch.long)
    mask[1, 4:] = 0
    return model, [(torch.randint(0, 30, (2, 7)), mask, torch.randint(0, 30, (2, 5)))]


def llama_block():
    """rotary positions, grouped queries, SwiGLU, RMS norm; batch and length are dynamic"""
    def rotate(x, cos, sin):
        a, b = x.chunk(2, -1)
        return x * cos + torch.cat((-b, a), -1) * sin

    def net(m, tokens):
        x = m.embed(tokens)
        b, s, c = x.shape
        angles = torch.outer(torch.arange(s).float(), m.inv)
        angles = torch.cat((angles, angles), -1)
        cos, sin = angles.cos()[None, None], angles.sin()[None, None]
        n = m.norm1(x)
        q = rotate(m.q(n).view(b, s, 4, 8).transpose(1, 2), cos, sin)
        k = rotate(m.k(n).view(b, s, 2, 8).transpose(1, 2), cos, sin)
        v = m.v(n).view(b, s, 2, 8).transpose(1, 2)
        k, v = (t[:, :, None].expand(b, 2, 2, s, 8).reshape(b, 4, s, 8) for t in (k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + m.o(y.transpose(1, 2).reshape(b, s, c))
        n = m.norm2(x)
        x = x + m.down(F.silu(m.gate(n)) * m.up(n))
        return m.head(m.norm3(x))
    model = Model(net, {"inv": 1.0 / (10000 ** (torch.arange(0, 8, 2).float() / 8))}, embed=nn.Embedding(40, 32), norm1=nn.RMSNorm(32, eps=1e-6),
                  q=nn.Linear(32, 32, bias=False), k=nn.Linear(32, 16, bias=False), v=nn.Linear(32, 16, bias=False), o=nn.Linear(32, 32, bias=False),
                  norm2=nn.RMSNorm(32), gate=nn.Linear(32, 48, bias=False), up=nn.Linear(32, 48, bias=False), down=nn.Linear(48, 32, bias=False),
                  norm3=nn.RMSNorm(32), head=nn.Linear(32, 40, bias=False)).eval()
    return model, [(torch.randint(0, 40, (2, 6)),), (torch.randint(0, 40, (3, 11)),)], ({0: AUTO, 1: AUTO},)


def mixture_of_experts():
    """top 2 of 4 experts, routed by masks and index_add"""
    def net(m, x):
        flat = x.reshape(-1, 8)
        weights, chosen = torch.topk(m.router(flat).softmax(-1), 2, dim=-1)
        weights = weights / weights.sum(-1, keepdim=True)
        out = torch.zeros_like(flat)
        for i, expert in enumerate(m.experts):
            share = (weights * (chosen == i)).sum(-1, keepdim=True)
            out = out.index_add(0, torch.arange(flat.shape[0]), expert(flat) * share)
        load = F.one_hot(chosen, 4).sum((0, 1))
        return out.view_as(x), load
    return Model(net, router=nn.Linear(8, 4), experts=nn.ModuleList([nn.Sequential(nn.Linear(8, 16), nn.SiLU(), nn.Linear(16, 8)) for _ in range(4)])).eval(), \
        [(torch.randn(2, 5, 8),)]


def mamba_scan():
    """causal depthwise convolution, selective scan written as a loop"""
    def net(m, x):
        b, s, c = x.shape
        u, z = m.into(x).chunk(2, -1)
        u = F.silu(m.conv(u.transpose(1, 2))[..., :s].transpose(1, 2))
        delta, bs, cs = m.project(u).split([1, 4, 4], -1)
        delta = F.softplus(delta + m.bias)
        a = -torch.exp(m.log_a)
        h, ys = u.new_zeros(b, 2 * c, 4), []
        for i in range(s):
            h = torch.exp(delta[:, i, :, None] * a) * h + delta[:, i, :, None] * bs[:, i, None, :] * u[:, i, :, None]
            ys.append((h * cs[:, i, None, :]).sum(-1))
        return m.out((torch.stack(ys, 1) + u * m.d) * F.silu(z))
    return Model(net, into=nn.Linear(6, 24), conv=nn.Conv1d(12, 12, 3, padding=2, groups=12), project=nn.Linear(12, 9), bias=nn.Parameter(torch.randn(12)),
                 log_a=nn.Parameter(torch.log(torch.arange(1, 5).float()).repeat(12, 1)), d=nn.Parameter(torch.ones(12)), out=nn.Linear(12, 6)).eval(), \
        [(torch.randn(2, 7, 6),)]


def transformer_layers():
    """nn.TransformerEncoderLayer and nn.TransformerDecoderLayer with masks"""
    def net(m, source, target, padding):
        memory = m.encoder(source, src_key_padding_mask=padding)
        mask = nn.Transformer.generate_square_subsequent_mask(target.shape[1])
        return m.decoder(target, memory, tgt_mask=mask, memory_key_padding_mask=padding)
    padding = torch.zeros(2, 5, dtype=torch.bool)
    padding[0, 3:] = True
    return Model(net, encoder=nn.TransformerEncoderLayer(16, 2, 24, batch_first=True, norm_first=True), decoder=nn.TransformerDecoderLayer(16, 2, 24, batch_first=True)).eval(), \
        [(torch.randn(2, 5, 16), torch.randn(2, 4, 16), padding)]


def bf16_decoder():
    """reduced precision, to be judged by float64"""
    def net(m, x):
        y = m.fc2(F.gelu(m.fc1(m.norm(x))))
        return F.log_softmax((x + y) @ m.fc1.weight.T, -1)
    return Model(net, norm=nn.LayerNorm(16), fc1=nn.Linear(16, 64), fc2=nn.Linear(64, 16)).eval().bfloat16(), [(torch.randn(4, 9, 16).bfloat16(),)]


def fp16_attention():
    """half precision attention and layer norm"""
    def net(m, x):
        q, k, v = m.qkv(m.norm(x)).view(2, 6, 3, 2, 8).permute(2, 0, 3, 1, 4)
        return m.out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)) + x
    return Model(net, norm=nn.LayerNorm(16), qkv=nn.Linear(16, 48), out=nn.Linear(16, 16)).eval().half(), [(torch.randn(2, 6, 16).half(),)]


# --- sequences, sets, graphs, sound ---

def gru_seq2seq():
    """nn.GRU both ways, a GRU cell loop with attention"""
    def net(m, source, target):
        states, h = m.encoder(m.embed(source))
        h, outs = torch.tanh(m.bridge(torch.cat([h[0], h[1]], -1))), []
        for i in range(target.shape[1]):
            score = torch.bmm(states, m.query(h).unsqueeze(2)).squeeze(2)
            context = torch.bmm(score.softmax(1).unsqueeze(1), states).squeeze(1)
            h = m.cell(torch.cat([m.embed(target[:, i]), context], -1), h)
            outs.append(m.out(h))
        return torch.stack(outs, 1)
    return Model(net, embed=nn.Embedding(20, 6), encoder=nn.GRU(6, 8, batch_first=True, bidirectional=True), bridge=nn.Linear(16, 8), query=nn.Linear(8, 16),
                 cell=nn.GRUCell(22, 8), out=nn.Linear(8, 20)).eval(), [(torch.randint(0, 20, (2, 6)), torch.randint(0, 20, (2, 3)))]


def rnn_tanh():
    """nn.RNN of two layers and an LSTM with projection of its state"""
    def net(m, x):
        y, h = m.rnn(x)
        z, (hn, cn) = m.lstm(y)
        return z, h, hn, cn
    return Model(net, rnn=nn.RNN(5, 7, num_layers=2), lstm=nn.LSTM(7, 6)).eval(), [(torch.randn(4, 2, 5),)]


def deep_set():
    """masked sums, means and maxima over sets of dynamic size"""
    def net(m, x, mask):
        y = m.phi(x) * mask.unsqueeze(-1)
        count = mask.sum(1, keepdim=True).clamp(min=1)
        top = y.masked_fill(~mask.unsqueeze(-1), float("-inf")).amax(1)
        top = torch.where(torch.isinf(top), torch.zeros_like(top), top)
        return m.rho(torch.cat([y.sum(1), y.sum(1) / count, top], -1))
    model = Model(net, phi=nn.Sequential(nn.Linear(3, 8), nn.ELU()), rho=nn.Linear(24, 2)).eval()
    call = lambda b, n: (torch.randn(b, n, 3), torch.arange(n)[None] < torch.randint(0, n + 1, (b, 1)))  # noqa: E731
    return model, [call(3, 6), call(4, 9)], ({0: AUTO, 1: AUTO}, {0: AUTO, 1: AUTO})


def graph_messages():
    """messages along edges: index, scatter_add, scatter_reduce, degree norm; the number of edges is dynamic"""
    def net(m, x, edges):
        source, target = edges
        messages = F.relu(m.message(torch.cat([x[source], x[target]], -1)))
        total = torch.zeros(x.shape[0], 8).index_add_(0, target, messages)
        top = torch.zeros(x.shape[0], 8).scatter_reduce(0, target[:, None].expand(-1, 8), messages, "amax", include_self=False)
        degree = torch.zeros(x.shape[0]).scatter_add_(0, target, torch.ones_like(target, dtype=torch.float32))
        return m.update(torch.cat([x, total / degree.clamp(min=1)[:, None], top], -1))
    model = Model(net, message=nn.Linear(8, 8), update=nn.Linear(20, 4)).eval()
    return model, [(torch.randn(6, 4), torch.randint(0, 6, (2, 10))), (torch.randn(6, 4), torch.randint(0, 6, (2, 25)))], (None, {1: AUTO})


def wavenet():
    """dilated causal 1-d convolutions with gates, skips and weight over time"""
    def net(m, x):
        skips = 0
        for i, (conv, mix) in enumerate(zip(m.convs, m.mixes)):
            a, b = conv(F.pad(x, (2 ** i, 0))).chunk(2, 1)
            y = torch.tanh(a) * torch.sigmoid(b)
            x, skips = x + mix(y), skips + y
        return F.cross_entropy(m.out(F.relu(skips)), torch.zeros(x.shape[0], x.shape[2], dtype=torch.long)), m.out(skips)
    return Model(net, convs=nn.ModuleList([nn.Conv1d(4, 8, 2, dilation=2 ** i) for i in range(3)]), mixes=nn.ModuleList([nn.Conv1d(4, 4, 1) for _ in range(3)]),
                 out=nn.Conv1d(4, 5, 1)).eval(), [(torch.randn(2, 4, 12),)]


def spectrogram():
    """stft, power, mel-like projection, 1-d convolution"""
    def net(m, x):
        spectrum = torch.stft(x, 16, hop_length=8, window=m.window, return_complex=True)
        power = spectrum.real.pow(2) + spectrum.imag.pow(2)
        return m.conv(torch.log1p(m.mel @ power))
    return Model(net, {"window": torch.hann_window(16), "mel": torch.rand(6, 9)}, conv=nn.Conv1d(6, 4, 3, padding=1)).eval(), [(torch.randn(2, 64),)]


def forecast_ema():
    """cumulative ops, differences, quantile-like sorting, unfold into windows"""
    def net(m, x):
        smooth = torch.cumsum(x * 0.5, -1) / torch.arange(1, x.shape[-1] + 1)
        windows = x.unfold(-1, 4, 2)
        ordered, where = windows.sort(-1, descending=True)
        return m.fc(ordered), torch.diff(smooth, dim=-1), where, x.std(-1), x.argmax(-1), torch.logsumexp(x, -1)
    return Model(net, fc=nn.Linear(4, 3)).eval(), [(torch.randn(3, 12),)]


# --- mutation ---

def train_step_norms():
    """batch norm that updates its statistics, called twice"""
    def net(m, x):
        return m.fc(m.bn2(F.relu(m.bn1(m.conv(x))).mean((2, 3))))
    return Model(net, conv=nn.Conv2d(3, 4, 3), bn1=nn.BatchNorm2d(4), bn2=nn.BatchNorm1d(4, momentum=0.3), fc=nn.Linear(4, 2)).train(), \
        [(torch.randn(3, 3, 6, 6),), (torch.randn(3, 3, 6, 6),)]


def cache_slices():
    """a cache written through slices and rows, a counter, and reads of views taken before the writes"""
    def net(m, k, v):
        n = m.count
        old = m.cache.view(2, -1)
        m.cache[0, :, 2:4] = k
        m.cache[1].t()[:2].copy_(v.t())
        m.cache.diagonal(0, 1, 2).add_(1)
        m.count.add_(1)
        return old.sum(1), m.cache * n, m.cache[0, 1]
    return Model(net, {"cache": torch.zeros(2, 3, 6), "count": torch.zeros((), dtype=torch.int64)}).eval(), \
        [(torch.randn(3, 2), torch.randn(3, 2)), (torch.randn(3, 2), torch.randn(3, 2))]


def writes_through_views():
    """in place through view, transpose, split, select, masks; the inputs themselves too"""
    def net(m, x, y):
        z = x.clone()
        flat = z.view(-1)
        flat[::3] *= 2
        left, right = z.split([2, 4], 1)
        left.zero_()
        right.transpose(0, 1)[1].sub_(1)
        z.unsqueeze(0).squeeze(0).clamp_(max=1.5)
        z[z > 1] = 0.25
        y[1:, ::2].mul_(3)
        y.t().add_(m.shift)
        x.select(0, 0).fill_(7)
        return z, flat.sum(), right, y.exp()
    return Model(net, shift=nn.Parameter(torch.tensor(0.5))).eval().requires_grad_(False), [(torch.randn(4, 6), torch.randn(4, 6))]


def writes_of_dynamic_size():
    """in place through views whose sizes are symbolic, and by out="""
    def net(m, x):
        y = x.clone()
        y[:, -1] = 0
        y[1:] += y[:-1].clone()
        y.view(-1)[::2] = 5
        left, right = y.chunk(2, 1)
        right.neg_()
        y.permute(1, 0)[0].mul_(2)
        total = torch.empty_like(x)
        torch.add(x, y, out=total)
        x[x > 0] = 0
        return y, left, total.reshape(-1)
    return Model(net).eval(), [(torch.randn(4, 6),), (torch.randn(5, 8),)], ({0: AUTO, 1: AUTO},)


def outputs_of_every_kind():
    """outputs that are inputs, weights, buffers, numbers, None, or given twice; one input is not used"""
    def net(m, x, unused, y):
        z = x + 1
        return {"lists": [x, z, z, None], "weight": m.weight, "buffer": (m.table, 3, 2.5), "size": x.shape[0], "view": z.view(-1), "input": y}
    return Model(net, {"table": torch.randn(3)}, weight=nn.Parameter(torch.randn(3))).eval(), \
        [(torch.randn(4, 3), torch.zeros(1), torch.randn(2)), (torch.randn(6, 3), torch.zeros(1), torch.randn(2))], ({0: AUTO}, None, None)


MODELS = [convnext, inverted_residual, unet_transposed, vit_class_token, swin_window, conv3d, vae, diffusion_step, t5_encoder_decoder, llama_block,
          mixture_of_experts, mamba_scan, transformer_layers, bf16_decoder, fp16_attention, gru_seq2seq, rnn_tanh, deep_set, graph_messages, wavenet,
          spectrogram, forecast_ema, train_step_norms, cache_slices, writes_through_views,
          writes_of_dynamic_size, outputs_of_every_kind]
