"""PyTorch's side of the benchmark: for each line on stdin, {"benchCase", "seconds"}, one on stdout, as parts/ours-side.ts.

The networks, losses and optimizers are those of the recipe in the line. A step is what shared/bench/torch_reference.py
times: slices of normalised float32 pictures in memory to updated weights or to answers. --channels-last is a setting of
PyTorch; how malloc keeps memory is set by the environment.
"""
import json, os, sys, time
import torch
import torch.nn as nn
import torch.nn.functional as F

CHANNELS_LAST = "--channels-last" in sys.argv
torch.set_num_threads(len(os.sched_getaffinity(0)))


def conv(i, o, kernel, stride=1, norm=False, relu=True):
    layers = [nn.Conv2d(i, o, kernel, stride, kernel // 2, bias=not norm)]
    if norm:
        layers.append(nn.BatchNorm2d(o))
    return nn.Sequential(*layers, *([nn.ReLU(inplace=True)] if relu else []))


class Residual(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.body = nn.Sequential(conv(i, o, 3, stride, norm=True), conv(o, o, 3, norm=True, relu=False))
        self.shortcut = conv(i, o, 1, stride, norm=True, relu=False) if stride != 1 or i != o else nn.Identity()

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x), inplace=True)


def resnet18(channels, out):
    layers, i = [conv(channels, 64, 7, 2, norm=True), nn.MaxPool2d(3, 2, 1)], 64
    for o, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
        layers += [Residual(i, o, stride), Residual(o, o, 1)]
        i = o
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, out))


class HeatmapSmall(nn.Module):
    """Answers (B, 2K) places and (B, K, h*w) logits."""

    def __init__(self, channels, landmarks, width, height):
        super().__init__()
        n = lambda i, o, s=1: conv(i, o, 3, s, norm=True)
        mix = lambda i, o: nn.Conv2d(i, o, 1)
        self.fine = nn.Sequential(n(channels, 16, 2), n(16, 32, 2), n(32, 32))
        self.middle = nn.Sequential(n(32, 48, 2), n(48, 48))
        self.coarse = nn.Sequential(n(48, 64, 2), n(64, 64), n(64, 64), mix(64, 48))
        self.down8 = nn.Sequential(n(48, 48), mix(48, 32))
        self.down4 = nn.Sequential(n(32, 32), mix(32, landmarks))
        h, w = -(-height // 4), -(-width // 4)
        y, x = torch.meshgrid((torch.arange(h) + 0.5) / h, (torch.arange(w) + 0.5) / w, indexing="ij")
        self.register_buffer("grid", torch.stack([x.flatten(), y.flatten()], 1))

    def forward(self, x):
        larger = lambda a, b: F.interpolate(a, scale_factor=2)[:, :, : b.shape[2], : b.shape[3]] + b
        fine = self.fine(x)
        middle = self.middle(fine)
        maps = self.down4(larger(self.down8(larger(self.coarse(middle), middle)), fine))
        logits = maps.flatten(2)
        return (logits.softmax(2) @ self.grid).flatten(1), logits


def build(recipe, landmarks):
    channels = 1 if recipe["input"]["channels"] == "gray" else 3
    width, height = recipe["input"]["width"], recipe["input"]["height"]
    if recipe["network"] == "resnet18":
        return resnet18(channels, 2 * landmarks)
    if recipe["network"] == "heatmap-small":
        return HeatmapSmall(channels, landmarks, width, height)
    layers, maps, units = [], channels, None
    for layer in recipe["network"]:
        if layer["layer"] == "conv":
            layers.append(conv(maps, layer["filters"], layer["kernel"], layer["stride"], relu=layer["activation"] == "relu"))
            maps = layer["filters"]
        elif layer["layer"] == "max pool":
            layers.append(nn.MaxPool2d(layer["size"]))
        elif layer["layer"] == "flatten":
            layers.append(nn.Flatten())
            units = nn.Sequential(*layers)(torch.zeros(1, channels, height, width)).shape[1]
        elif layer["layer"] == "dense":
            layers += [nn.Linear(units, layer["units"]), nn.ReLU(inplace=True)]
            units = layer["units"]
        elif layer["layer"] == "coordinates":
            layers.append(nn.Linear(units, 2 * landmarks))
        else:
            raise SystemExit(f"torch_side.py does not know the layer {layer['layer']}")
    return nn.Sequential(*layers)


def objective(recipe, answers, logits, targets):
    """Sum of the recipe's losses, as src-main/trainer/training/loss.ts has them."""
    if recipe["loss"] == "mse":
        return F.mse_loss(answers, targets)
    width, height, total = recipe["input"]["width"], recipe["input"]["height"], 0
    for term in recipe["loss"]:
        if term["kind"] == "smooth-l1":
            size = torch.tensor([width, height]).repeat(targets.shape[1] // 2)
            loss = F.smooth_l1_loss(answers * size, targets * size)
        elif term["kind"] == "heatmap cross-entropy":
            h, w = -(-height // 4), -(-width // 4)
            places = targets.view(len(targets), -1, 2, 1)
            bump = lambda place, cells, pixels: torch.exp(
                -(((place * pixels - (torch.arange(cells) + 0.5) * (pixels / cells)) / term["sigma"]) ** 2) / 2)
            x, y = bump(places[:, :, 0], w, width), bump(places[:, :, 1], h, height)
            x, y = x / x.sum(2, True).clamp_min(1e-9), y / y.sum(2, True).clamp_min(1e-9)
            truth = (y.unsqueeze(3) * x.unsqueeze(2)).flatten(2)
            loss = -(truth * logits.log_softmax(2)).sum(2).mean()
        else:
            raise SystemExit(f"torch_side.py does not know the loss {term['kind']}")
        total = total + term["weight"] * loss
    return total


def prepare(case):
    torch.manual_seed(0)
    recipe, batch = case["recipe"], case["batch"]
    size = recipe["input"]
    model = build(recipe, case["landmarkCount"])
    pictures = torch.rand(3 * batch, 1, size["height"], size["width"]) - 0.5
    targets = torch.rand(3 * batch, 2 * case["landmarkCount"])
    if CHANNELS_LAST:
        model = model.to(memory_format=torch.channels_last)
        pictures = pictures.to(memory_format=torch.channels_last)
    answer = lambda at: a if isinstance(a := model(pictures[at : at + batch]), tuple) else (a, None)
    if case["work"] == "infer":
        model.eval()
        averaged = None

        def step(count):
            with torch.inference_mode():
                answer(count % 3 * batch)
        return step

    settings = recipe["optimizer"]
    kind = torch.optim.AdamW if settings["kind"] == "adamw" else torch.optim.Adam
    optimizer = kind(model.parameters(), lr=settings["learningRate"], weight_decay=settings["weightDecay"])
    weights = [w for w in (*model.parameters(), *model.buffers()) if w.is_floating_point()]
    averaged = [w.detach().clone() for w in weights] if recipe["averaging"] else None
    model.train()

    def step(count):
        at = count % 3 * batch
        optimizer.zero_grad(set_to_none=True)
        objective(recipe, *answer(at), targets[at : at + batch]).backward()
        optimizer.step()
        if averaged:
            torch._foreach_lerp_(averaged, [w.detach() for w in weights], 1 - recipe["averaging"])
    return step


name, step, count = None, None, 0
for line in sys.stdin:
    ask = json.loads(line)
    case, seconds = ask["benchCase"], ask["seconds"]
    if case["name"] != name:
        step = None
        name, step = case["name"], prepare(case)
        for count in range(3):
            step(count)
    cpu, began, steps = time.process_time(), time.perf_counter(), 0
    while steps < 3 or time.perf_counter() - began < seconds:
        step(count := count + 1)
        steps += 1
    wall = time.perf_counter() - began
    milliseconds = (time.process_time() - cpu) * 1000 / steps
    print(json.dumps({"imagesPerSecond": steps * case["batch"] / wall, "cpuMilliseconds": milliseconds}), flush=True)
