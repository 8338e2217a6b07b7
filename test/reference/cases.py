"""The cases: every variant that the fixtures hold, as dictionaries in the vocabulary of interventions.py."""

MIDDLE = 3
LAYERS = list(range(6))
THOUGHTS = list(range(1, 7))
SITES = ("embed", "attn_out", "mlp_out", "resid_post", "head")
PATCHED = ("resid_post", "embed", "head", "attn_out")
MEAN_SITES = ("resid_post", "embed")
SLOTS = {
    "question5": {"question": [5]},
    "question0-3": {"question": [0, 1, 2, 3]},
    "bot": {"bot": True},
    "eot": {"eot": True},
}


def cases_of(heads: int) -> list[dict]:
    """All cases of a checkpoint with this many heads, each with a name of its own."""
    high = heads // 2 + 1  # a head that shares its key-value head with others, but not with head 1
    found = [
        *zeros(high),
        *scales_and_additions(high),
        *holds(high),
        *patches(high),
        *means(),
        *knockouts(high),
        *truncations(),
    ]
    assert len({case["name"] for case in found}) == len(found)
    return found


def case(name: str, question: int = 0, **parts) -> dict:
    return {"name": name, "question": question, **parts}


def edit(site: str, slots: dict, high: int, layers=(MIDDLE,), heads=None, **method) -> dict:
    """One edit; `head` takes the head `high` unless told otherwise."""
    where = {} if site == "embed" else {"layers": list(layers)}
    if site == "head":
        where["heads"] = heads or [high]
    return {"site": site, **where, "slots": slots, **(method or {"scale": 0})}


def thoughts(*numbers: int) -> dict:
    return {"thoughts": list(numbers)}


def zeros(high: int) -> list[dict]:
    found = []
    for site in SITES:
        for number in (1, 3, 6):
            found.append(case(f"zero.{site}.thought{number}", edits=[edit(site, thoughts(number), high)]))
        found.append(case(f"zero.{site}.thoughts245", edits=[edit(site, thoughts(2, 4, 5), high)]))
        for name in ("question5", "bot", "eot"):
            found.append(case(f"zero.{site}.{name}", edits=[edit(site, SLOTS[name], high)]))
        if site != "embed":
            layers = edit(site, thoughts(2), high, layers=(1, 3, 4), heads=[0, high])
            found.append(case(f"zero.{site}.layers134.thought2", edits=[layers]))
    mix_a = [
        edit("embed", {"question": [4]}, high),
        edit("resid_post", thoughts(3), high, layers=(2,)),
        edit("attn_out", {"eot": True}, high, layers=(4,)),
    ]
    mix_b = [
        edit("head", {"question": [0, 5]}, high, layers=(1,), heads=[0, 1]),
        edit("mlp_out", thoughts(1, 6), high),
        edit("embed", {"eot": True}, high),
    ]
    everywhere = {"question": "all", "bot": True, **thoughts(2, 3), "eot": True}
    return [
        *found,
        case("zero.mlp_out.all_thoughts", edits=[edit("mlp_out", thoughts(*THOUGHTS), high)]),
        case("zero.resid_post.last_layer.thought6", edits=[edit("resid_post", thoughts(6), high, layers=(5,))]),
        case("zero.resid_post.last_layer.thought5", edits=[edit("resid_post", thoughts(5), high, layers=(5,))]),
        case("zero.head.every_slot", edits=[edit("head", everywhere, high, layers=(2,), heads=[1])]),
        case("zero.mix.question_thought_eot", edits=mix_a),
        case("zero.mix.heads_mlp_embed", edits=mix_b),
        case("q1.zero.resid_post.thought2", 1, edits=[edit("resid_post", thoughts(2), high)]),
        case("q1.zero.head.thought4", 1, edits=[edit("head", thoughts(4), high)]),
        case("q1.zero.embed.question5_22", 1, edits=[edit("embed", {"question": [5, 22]}, high)]),
    ]


def scales_and_additions(high: int) -> list[dict]:
    scaled = [("resid_post", 1.7, 2), ("resid_post", -0.5, 4), ("head", 1.7, 2), ("head", -0.5, 5)]
    scaled += [("embed", 1.7, 5), ("embed", -0.5, 3), ("attn_out", 1.7, 1), ("mlp_out", -0.5, 2)]
    found = []
    for site, scale, number in scaled:
        change = edit(site, thoughts(number), high, scale=scale)
        found.append(case(f"scale{scale}.{site}.thought{number}", edits=[change]))
    for name in ("eot", "bot", "question5"):
        found.append(case(f"scale1.7.resid_post.{name}", edits=[edit("resid_post", SLOTS[name], high, scale=1.7)]))
    for site in ("resid_post", "head"):
        for name, slots in {"thought3": thoughts(3), "eot": SLOTS["eot"], "question5": SLOTS["question5"]}.items():
            for scale in (1, 0):
                change = edit(site, slots, high, scale=scale, add=f"ramp.{site}")
                found.append(case(f"add.scale{scale}.{site}.{name}", edits=[change]))
    both = edit("resid_post", thoughts(2, 4), high, layers=(1, 4), scale=-0.5, add="ramp.resid_post")
    return [*found, case("add.scale-0.5.resid_post.layers14.thoughts24", edits=[both])]


def holds(high: int) -> list[dict]:
    found = []
    for site in ("attn_out", "head", "embed", "resid_post"):
        for numbers in ((2,), (1, 4)):
            name = f"hold.zero.{site}.thoughts{''.join(map(str, numbers))}"
            found.append(case(name, later="hold", edits=[edit(site, thoughts(*numbers), high)]))
    layers = edit("attn_out", thoughts(3), high, layers=(1, 3, 4))
    patch = edit("resid_post", thoughts(2), high, patch_from=1)
    scale = edit("resid_post", thoughts(2), high, scale=1.7)
    return [
        *found,
        case("hold.scale1.7.resid_post.thought2", later="hold", edits=[scale]),
        case("hold.zero.attn_out.layers134.thought3", later="hold", edits=[layers]),
        case("hold.patch.resid_post.thought2", later="hold", edits=[patch]),
        case("q1.hold.zero.resid_post.thought3", 1, later="hold", edits=[edit("resid_post", thoughts(3), high)]),
    ]


def patches(high: int) -> list[dict]:
    found = []
    for site in PATCHED:
        for name, slots in {"thought2": thoughts(2), "thoughts35": thoughts(3, 5), **SLOTS}.items():
            if name != "question5":
                found.append(case(f"patch.{site}.{name}", edits=[edit(site, slots, high, patch_from=1)]))
    all_thoughts = edit("resid_post", thoughts(*THOUGHTS), high, patch_from=1)
    whole_head = edit("head", thoughts(2, 3), high, layers=(2, 4), heads=[0, 1, high], patch_from=1)
    return [
        *found,
        case("patch.resid_post.all_thoughts", edits=[all_thoughts]),
        case("patch.head.layers24.thoughts23", edits=[whole_head]),
        case("q1.patch.resid_post.thought2", 1, edits=[edit("resid_post", thoughts(2), high, patch_from=0)]),
        case("q1.patch.embed.question0-3", 1, edits=[edit("embed", SLOTS["question0-3"], high, patch_from=0)]),
    ]


def means() -> list[dict]:
    """The mean stands in as scale 0 and the slot's own mean vector, so several thoughts need an edit each."""
    found = []
    for site in MEAN_SITES:
        edits = [edit(site, thoughts(t), 0, scale=0, add=f"mean.{site}.thought{t}") for t in THOUGHTS]
        found.append(case(f"mean.{site}.thought2", edits=[edits[1]]))
        found.append(case(f"mean.{site}.all_thoughts", edits=edits))
    return found


def cut(queries: dict, keys: dict, layers=LAYERS, heads=None) -> dict:
    return {"queries": queries, "keys": keys, "layers": list(layers), **({"heads": heads} if heads else {})}


def knockouts(high: int) -> list[dict]:
    found = []
    readers = {"eot": True, "answer": True}
    for k in THOUGHTS:
        after = {**thoughts(*THOUGHTS[k:]), **readers}
        with_self = {**thoughts(*THOUGHTS[k - 1 :]), **readers}
        found.append(case(f"knockout.after_and_self-thought{k}", knockouts=[cut(with_self, thoughts(k))]))
        found.append(case(f"knockout.after-thought{k}", knockouts=[cut(after, thoughts(k))]))
        found.append(case(f"knockout.eot_answer-thought{k}", knockouts=[cut(readers, thoughts(k))]))
    after3 = ({**thoughts(4, 5, 6), **readers}, thoughts(3))
    all_thoughts, question = thoughts(*THOUGHTS), {"question": "all"}
    answer_to_thought2 = cut({"eot": True, "answer": True}, thoughts(2))
    zero4 = edit("resid_post", thoughts(4), high)
    return [
        *found,
        case("knockout.thoughts-question", knockouts=[cut(all_thoughts, question)]),
        case("knockout.thoughts-thoughts", knockouts=[cut(all_thoughts, all_thoughts)]),
        case("knockout.one_layer", knockouts=[cut(*after3, layers=[MIDDLE])]),
        case("knockout.one_head", knockouts=[cut(*after3, heads=[high])]),
        case("knockout.one_head_one_layer", knockouts=[cut(all_thoughts, question, layers=[2], heads=[1])]),
        case("knockout.two_heads_two_layers", knockouts=[cut(all_thoughts, question, layers=[1, 4], heads=[0, high])]),
        case("knockout.question5-question012", knockouts=[cut({"question": [5]}, {"question": [0, 1, 2]})]),
        case("knockout.bot-question", knockouts=[cut({"bot": True}, question)]),
        case("knockout.question-question_self", knockouts=[cut({"question": [5, 6]}, {"question": [5, 6]})]),
        case("knockout.answer-eot", knockouts=[cut({"answer": True}, {"eot": True})]),
        case("knockout.answer-answer", knockouts=[cut({"answer": True}, {"answer": True})]),
        case("knockout.two_sets", knockouts=[answer_to_thought2, cut(thoughts(4), thoughts(1), layers=[2], heads=[1])]),
        case("knockout.with_zero", edits=[zero4], knockouts=[answer_to_thought2]),
        case("q1.knockout.eot_answer-thought3", 1, knockouts=[cut(readers, thoughts(3))]),
        case("q1.knockout.thoughts-question", 1, knockouts=[cut(all_thoughts, question)]),
    ]


def truncations() -> list[dict]:
    zero2, zero_eot = edit("resid_post", thoughts(2), 0), edit("resid_post", {"eot": True}, 0)
    return [
        *(case(f"truncate{k}", truncate_to=k) for k in range(7)),
        case("truncate3.zero.thought2", truncate_to=3, edits=[zero2]),
        case("truncate3.zero.eot", truncate_to=3, edits=[zero_eot]),
        case("truncate3.zero.thought2_eot", truncate_to=3, edits=[zero2, zero_eot]),
        case("q1.truncate2", 1, truncate_to=2),
    ]


# Cases that must equal the clean run: nothing reads the last layer of thought 6, BOT and EOT have one embedding
# in every question, six thoughts are all there are.
UNCHANGED = {"zero.resid_post.last_layer.thought6", "patch.embed.bot", "patch.embed.eot", "truncate6"}
