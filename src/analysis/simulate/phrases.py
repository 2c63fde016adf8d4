"""Comments in customers' own words, English and Chinese, by topic and sentiment."""

from itertools import product

LANGUAGES = ("en", "zh")
SENTIMENTS = ("negative", "neutral", "positive")
COMMENT_TOPICS = ("service", "price", "product", "delivery", "moved")

_OPENINGS = {
    "en": {
        "negative": ("", "Disappointed: ", "Second time this happens: ", "To be honest, "),
        "neutral": ("", "Not much to say: ", "All in all: ", "Overall "),
        "positive": ("", "Very happy: ", "As always, ", "I must say "),
    },
    "zh": {
        "negative": ("", "很失望，", "又一次了，", "说实话，"),
        "neutral": ("", "没什么特别的，", "总的来说，", "整体来看，"),
        "positive": ("", "非常满意，", "一如既往，", "必须说，"),
    },
}
_CLOSINGS = {
    "en": {
        "negative": (".", "; I will look elsewhere.", " and nobody answered my letter!"),
        "neutral": (".", "; we will see.", ", nothing more."),
        "positive": (".", "; will buy again!", " and I told my friends."),
    },
    "zh": {
        "negative": ("。", "，以后不会再来了。", "，反映了也没人回复！"),
        "neutral": ("。", "，再看看吧。", "，仅此而已。"),
        "positive": ("。", "，还会再买！", "，已经推荐给朋友了。"),
    },
}
_CORES = {
    "en": {
        "service": {
            "negative": (
                "the staff were rude and in a hurry",
                "I waited on the phone for 40 minutes",
                "nobody at the counter could help me",
                'they call it "service" & do nothing',
            ),
            "neutral": (
                "the service was ordinary",
                "staff answered my question, no more",
                "the service desk was open",
                "service is the same as elsewhere",
            ),
            "positive": (
                "the staff were friendly and quick",
                "the service desk solved it in five minutes",
                "I was advised well and patiently",
                "the lady on the phone was wonderful",
            ),
        },
        "price": {
            "negative": (
                "prices have gone up far too much",
                "the same thing is cheaper elsewhere",
                "the discount was not taken off the bill",
                "quality < price, every time",
            ),
            "neutral": (
                "prices are average",
                "neither cheap nor dear",
                "prices are about what I expected",
                "the offers change every week",
            ),
            "positive": (
                "good value for the money",
                "the prices are fair and the offers real",
                "cheaper than I expected",
                "a bargain for this quality",
            ),
        },
        "product": {
            "negative": (
                "it broke after two days",
                "the quality has become poor",
                "the colour is not the one in the picture",
                "the size I need is never in stock",
            ),
            "neutral": (
                "the product does what it should",
                "quality is all right",
                "the range is like last year's",
                "it looks like the picture",
            ),
            "positive": (
                "excellent quality",
                "exactly what I was looking for",
                "well made and good-looking",
                "the new range is lovely",
            ),
        },
        "delivery": {
            "negative": (
                "the parcel came two weeks late",
                "the box was damaged",
                "delivery was promised for Monday and came on Friday",
                "the courier left it in the rain",
            ),
            "neutral": (
                "delivery took the usual time",
                "the parcel came as announced",
                "delivery was neither fast nor slow",
                "I collected it at the store",
            ),
            "positive": (
                "delivery was quick",
                "it came a day early",
                "carefully packed and on time",
                "the courier was kind",
            ),
        },
    },
    "zh": {
        "service": {
            "negative": (
                "店员态度很差",
                "打客服电话等了四十分钟",
                "柜台没有人能帮忙",
                "售后一直推脱",
            ),
            "neutral": ("服务一般", "问的问题回答了", "服务和别家差不多", "店员没有多说什么"),
            "positive": ("店员热情又利落", "售后五分钟就解决了", "介绍得很耐心", "客服特别好"),
        },
        "price": {
            "negative": (
                "价格涨得太多",
                "同样的东西别家更便宜",
                "优惠没有算进去",
                "性价比越来越低",
            ),
            "neutral": ("价格中等", "不贵也不便宜", "价格和预想的差不多", "活动每周都在变"),
            "positive": ("性价比很高", "价格公道，优惠实在", "比想象中便宜", "这个质量很划算"),
        },
        "product": {
            "negative": ("用了两天就坏了", "质量变差了", "颜色和图片不一样", "要的尺码总是缺货"),
            "neutral": ("东西够用", "质量还可以", "款式和去年差不多", "和图片一样"),
            "positive": ("质量非常好", "正是我想要的", "做工好，样子也好看", "新品很漂亮"),
        },
        "delivery": {
            "negative": (
                "包裹晚了两个星期",
                "箱子压坏了",
                "说好周一到，周五才到",
                "快递把东西放在雨里",
            ),
            "neutral": ("配送时间正常", "包裹按时到了", "送货不快不慢", "自己到店取的"),
            "positive": ("送货很快", "提前一天就到了", "包装仔细，准时送达", "快递员很客气"),
        },
    },
}
_MOVED = {
    "en": (
        "we moved to another town",
        "I moved abroad for work",
        "there is no store where I live now",
        "we have left the region",
    ),
    "zh": ("搬到别的城市了", "因为工作去了国外", "现在住的地方没有门店", "已经离开本地了"),
}


def _cores(language: str, topic: str, sentiment: str) -> tuple[str, ...]:
    return _MOVED[language] if topic == "moved" else _CORES[language][topic][sentiment]


def _comments(language: str, topic: str, sentiment: str) -> list[str]:
    parts = product(
        _OPENINGS[language][sentiment],
        _cores(language, topic, sentiment),
        _CLOSINGS[language][sentiment],
    )
    return [_capitalised(opening + core + closing) for opening, core, closing in parts]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


# POOL[starts[language, topic, sentiment] + k], k < counts[...], is a comment.
_POOLS = {key: _comments(*key) for key in product(LANGUAGES, COMMENT_TOPICS, SENTIMENTS)}
POOL: list[str] = [comment for comments in _POOLS.values() for comment in comments]
POOL_COUNTS: list[int] = [len(comments) for comments in _POOLS.values()]
POOL_STARTS: list[int] = [sum(POOL_COUNTS[:index]) for index in range(len(POOL_COUNTS))]
