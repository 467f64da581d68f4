"""Owns which words ask for a person, in English and Chinese.

What names a person names goods, too ("human hair", "travel agent bag", "人工智能", "转接头"), so a phrase counts only
where its clause ends after the person or goes on as a request does: the visitor wishes for one, or one is to do
something for the visitor. What somebody else wishes ("do you need staff", "我老婆叫店长") is taken out first. All
patterns are RE2's: their time is linear.
"""

import re2

_BESIDE_LETTERS = "' -"  # what parts no clauses
_SIMPLIFIED = str.maketrans(
    "轉務聯絡係繫對話機請幫專員處嗎麼謝個來說談講溝顧問經銷線電換給煩緊現這還實負責們為點時間聽訴",
    "转务联络系系对话机请帮专员处吗么谢个来说谈讲沟顾问经销线电换给烦紧现这还实负责们为点时间听诉",
)


def _each(*patterns: str) -> tuple[re2._Regexp, ...]:
    """Looks for each in any line. Apart, as all in one would need more memory than RE2 gives its fast automaton."""
    return tuple(re2.compile(f"(?m){pattern}") for pattern in patterns)


# English
_SERVICE = (
    r"(?:(?:customer|client|human|live)[ -](?:service|support|care|help|assistance|contact)"
    r"|personal[ -](?:service|support|help|assistance|contact))"
)
_TEAM = r"(?: (?:agent|rep|representative|team|person|operator|department|desk|line)s?)"
_NAMED = (
    r"(?:human(?: being| agent| operator)?s?|real people|(?:customer )?representatives?|reps?|operators?|agents?"
    r"|advis[eo]rs?|colleagues?|employees?|(?:support |sales )?staff(?: members?)?|members? of (?:staff|your team)"
    rf"|managers?|supervisors?|salespersons?|{_SERVICE}{_TEAM}?|(?:support|sales){_TEAM})"
)
_DEPARTMENT = r"(?:(?:customer )?(?:support|sales|service)(?: team| desk| department)?|team)"
_DEPARTMENT_END = r"(?:$| (?:please|now|about)(?: |$))"
_ANYBODY = (
    rf"(?:(?:person|somebody|someone|anybody|anyone)(?: (?:else )?(?:from|in|at|on) (?:your |the )?"
    rf"(?:{_DEPARTMENT}|staff|shop|store|company))?)"
)
_EITHER = rf"(?:{_NAMED}|{_ANYBODY})"
_ARTICLE = (
    r"(?:(?:an?|the|any|some|your|another|other|different|actual|real|live|living|human|proper|customer|service|support"
    r"|sales|shop|store|one of|please) )*"
)
_OPENING = (
    r"(?:^|\b(?:(?:can|could|may|might|should) (?:i|we)|let (?:me|us)|want to|wanna|need to|like to|love to|have to"
    r"|got to|gotta|prefer to|rather|possible to|able to|how (?:do|can) (?:i|we)|please|just|must) )"
)
_END = (
    r"(?:$| (?:please|pls|plz|now|today|asap|here|instead|directly|immediately|right (?:now|away)|about|regarding"
    r"|concerning|because|who|thanks|thank you|thx|not|rather|first(?:$| please| before)|quickly|urgently|available"
    r"|online|on the (?:line|phone|other)|from your|for (?:help|support|assistance)"
    r"|to (?:help|assist|talk|speak|call|contact|check|look|handle|answer|chat|explain|solve|fix|deal"
    r"|take over))(?: |$))"
)
_POLITE = (
    r"(?:(?:please|pls|plz|hi|hello|hey|ok|okay|now|asap|thanks|thank you|thx|sorry|no|yes|just|really|only|again"
    r"|i said|need|want|here|urgent|immediately) )*"
)
_POLITE_END = r"(?: (?:please|pls|plz|now|asap|thanks|thank you|thx|only|again|immediately|here|help))*"
# what somebody is to do for the visitor
_CASE = r"(?:order|case|issue|problem|request|question|account|refund|return|payment|ticket|parcel|package|delivery)"
_FOR_ME = (
    r"(?:(?:help|assist|call|phone|ring|contact|answer|text|e-?mail|message|advise|reply to|respond to|write(?: to)?"
    r"|get back to|talk (?:to|with)|speak (?:to|with)|chat with)(?: out)? (?:me|us|my)"
    rf"(?:$| (?:{_CASE}|please|pls|now|today|asap|out|back|here|with|about|regarding|instead|mail|message|at|on|if"
    r"|because)(?: |$))"
    r"|(?:help|assist|answer|reply|respond|call|get back|talk|speak)"
    r"(?: (?:please|pls|now|here|instead|today|asap|out))*$"
    rf"|(?:help|assist) (?:out )?with (?:this|that|it|an?|my|our)(?: {_CASE})?(?:$| please)"
    r"|(?:look (?:at|into)|check|check on|handle|solve|fix|deal with|take care of|sort out)"
    rf" (?:(?:my|our|this) {_CASE}(?: |$)|(?:this|it)$)"
    r"|take (?:this |it )?over(?: |$))"
)
_MOVED = r"(?:(?:through|over|on|up|back|straight|directly|now|please|in touch|in contact) )*"
_BOT = r"(?:(?:an?|the|this|your|any|stupid|dumb) )*(?:chat ?bots?|bots?|robots?|ai|machines?|computers?)"
_TALK = r"(?:talk|speak|chat|talking|speaking|chatting)"
_BOT_END = r"(?: (?:please|any ?more|again|here|thanks))*$"
_LIVE_CHAT_BEFORE = (
    r"(?:(?:can|could|may|how|do|i|we|want|need|would|i'd|we'd|like|to|have|get|start|begin|open|use|go|switch|is|are"
    r"|there|you|a|an|the|your|offer|any|with|via|by|through) )*"
)
_ENGLISH = _each(
    rf"\b{_TALK} (?:directly |live |now )*(?:to|with) {_ARTICLE}{_NAMED}(?: |$)",
    rf"\b{_TALK} (?:to|with) (?:the |your )?(?:support|sales)(?: team)?(?:$| about | please$)",
    rf"{_OPENING}{_TALK} (?:directly |live |now )*(?:to|with) {_ARTICLE}{_EITHER}(?: |$)",
    rf"\b(?:am i|are we) {_TALK} (?:to|with) {_ARTICLE}{_EITHER}(?: |$)",
    r"\b(?:connect|connected|transfer|transferred|redirect|route|refer|escalate|switch|hand|pass|put|patch|get)"
    rf" (?:(?:me|us|this(?: chat)?|it|my (?:chat|call|case|question|issue|request)) )?{_MOVED}(?:to|with|onto)"
    rf" {_ARTICLE}{_EITHER}{_END}",
    rf"(?:^{_POLITE}|\b(?:can|could|would|will) you (?:please )?)(?:connect|transfer|redirect|switch|hand|pass|put"
    rf"|patch|get)(?: (?:me|us))? {_MOVED}(?:to|with|onto) (?:your |the )?{_DEPARTMENT}{_DEPARTMENT_END}",
    rf"\b(?:connect|connected|transfer|transferred|redirect|hand|pass|put|patch) (?:me|us) {_MOVED}(?:to|with|onto)"
    rf" (?:your |the )?{_DEPARTMENT}{_DEPARTMENT_END}",
    rf"\b(?:get|give|find|bring|send|call|fetch) (?:me|us) {_ARTICLE}{_EITHER}{_END}",
    rf"\b(?:get|call|contact|reach|ask for|request|phone|message) {_ARTICLE}{_NAMED}{_END}",
    r"\b(?:contact|reach|call|phone|message) (?:your |the |customer )?support(?: team)?(?:$| please$| about )",
    r"\b(?:want|wants|need|needs|prefer|require|i'd like|i would like|we'd like|would love|i'd rather have"
    r"|looking for|is there|are there|(?:can|could|may) i (?:have|get)|do you have|have you got)"
    rf" (?:to have |to get |to see )?{_ARTICLE}(?:{_NAMED}|person){_END}",
    r"\b(?:help|assistance|support|answers?|reply|response|call ?back|call|advice) (?:from|by)"
    rf" {_ARTICLE}(?:{_NAMED}|person){_END}",
    rf"\b(?:can|could|will|would|have|let) {_ARTICLE}{_EITHER} (?:please )?{_FOR_ME}",
    rf"\b(?:ask|tell|get|need|want|like|looking for) {_ARTICLE}{_EITHER} to (?:please )?{_FOR_ME}",
    rf"\b(?:is there|are there|need|want|get me|find me) {_ARTICLE}{_EITHER} (?:here |there )?(?:who |that |to )?"
    rf"(?:can |could )?(?:please )?{_FOR_ME}",
    rf"\b(?:need|want|like|is there|do you have|looking for|get me|find me) {_ARTICLE}{_EITHER} (?:here )?to {_TALK}"
    r" (?:to|with)(?: |$)",
    rf"\b(?:need|want|give me|get me|is there) {_ANYBODY} (?:from|in) (?:your |the )?{_DEPARTMENT}(?: |$)",
    rf"^{_POLITE}{_EITHER} (?:please |pls )+{_FOR_ME}",
    rf"^{_POLITE}{_LIVE_CHAT_BEFORE}live[ -]?chat(?: (?:please|pls|now|here|available|option|agent|person|support"
    rf"|help|today|instead|with {_ARTICLE}{_EITHER}))*$",
    r"\bwho (?:can|could|do|should) (?:i|we) (?:talk|speak|chat|complain|turn|write) (?:to|with)(?: |$)",
    r"\bwho (?:can|could|do|should) (?:i|we) (?:contact|call|reach)(?: |$)",
    r"\b(?:is|are) (?:the |your )?(?:support|sales|customer (?:service|support|care))(?: team| staff)?"
    r" (?:online|available|there|here)(?: |$)",
    r"\b(?:someone|somebody|anyone|anybody|person|human|people) (?:who |that )?(?:i|we) (?:can|could)"
    rf" {_TALK} (?:to|with)(?: |$)",
    rf"^{_POLITE}{_ARTICLE}(?:{_NAMED}|person)(?: {_NAMED})*{_POLITE_END}$",
    rf"^{_POLITE}(?:(?:transfer|connect) (?:me|us)|escalate(?: this| it)?|hand me over|put me through)"
    rf"{_POLITE_END}$",
    r"^(?:(?:hello|hi|hey|so|is|are|there) )*(?:any(?:one|body)|some(?:one|body)|any humans?|any real people)"
    r"(?: (?:real|human|there|here|home|online|available|around|alive))+$",
    r"\bare you (?:an? )?(?:real|actual|live)(?: (?:person|human|agent))?(?: or |$)",
    rf"\b(?:not|no|don't|dont|never|hate|tired of|sick of|stop|without|instead of)"
    rf" (?:(?:want|wanna|like|to) )*{_TALK} (?:to|with) {_BOT}{_BOT_END}",
    rf"\bnot (?:(?:to|with) )?(?:an? |the |this )(?:chat ?bot|bot|robot|machine|ai){_BOT_END}",
    rf"\bno (?:more )?(?:chat ?)?bots?{_BOT_END}",
)
# "a toy that can talk to a person", "do you need staff": what goods can do, what others need
_OF_OTHERS = re2.compile(
    rf"\b(?:that|which|who) (?:(?:can|could|will|would) )?{_TALK} "
    r"|\b(?:do|does|did|will|would|should|must) (?:i|we|one|you|it|this|that|they|he|she) "
    r"(?:really |still |also |even )*(?:need|require)(?: to have)? "
    r"|\b(?:you|it|they|he|she) (?:need|needs|require|requires|want|wants) "
    r"|\b(?:are|were) (?:you|they) (?:still |now )*(?:looking for|seeking) "
)

# Chinese
_ZH_DUTY = "(?:客服|服务|坐席|座席|专员|支持|帮助|接待|回复|解答|咨询|热线|接听|电话)?(?:人员)?"
_ZH_PERSON = (
    f"(?:(?:人工|真人){_ZH_DUTY}|(?:在线)?客服(?:人员|专员|代表|小姐姐|小哥哥|小姐|同事|经理|主管|电话|热线|部门|部|中心)?|客户服务(?:人员|代表)?"
    "|工作人员|值班人员|专员|店员|活人|接线员|话务员)"
)
_ZH_LEADER = "(?:店长|店主|经理|主管|负责人|老板|销售(?:人员|顾问)?|顾问)"
_ZH_MOVE = (
    "(?:来一?[个位名]|转接|转到|转给|转至|转|接通|接入|接|切换|切到|切|换成|换到|换|呼叫|联系|联络|找|叫|喊|要求|要|需要|请求|申请|派|安排|有没有|有|提供"
    "|给我|让|与|跟|和|同|交给|请|帮我|进入|拨打|打)"
)
_ZH_LINK = "(?:一下|下|一个|一位|一名|个|位|名|我们|我|你们|你|您|的|到|给|成|至|店里|真正|专业|真实|其他|另外| )*"
_ZH_END = (
    "(?:$| |吧|吗|嘛|么|呢|啊|呀|啦|了|哦|哈|谢|一下|帮|来(?:$|帮|吧|处理|解决|回|解答|服务|跟|和|接)"
    "|聊|说(?:$|话|下|一|说|清)|谈|讲"
    "|沟通|对话|交流|通话|处理|解决|回答|解答|回复|问|咨询|行吗|行不|可以|好吗|好不|在吗|在不|在哪|有吗|怎么|如何|不要|而不|快|请|我|因为|关于|反映|投诉"
    "|直接|马上|现在|立刻|尽快|联系|给我(?:们)?(?:回|打|发|联系|处理|解决|解释|答复|个?说法)"
    "|[跟和与同]我们?(?:聊|谈|说(?:$|话|下|清)|讲|沟通|对话|联系))"
)
_ZH_TALK = "(?:聊聊天?|聊天|聊|说说话|说话|对话|沟通|交流|谈谈|谈|讲话|通话|问问)"
_ZH_TALK_END = "(?:一下|下|吗|吧|呢|啊|了|谢谢|行吗|可以吗|好吗|不行吗| )*$"
_ZH_POLITE = (
    "(?:请问|请|在线|打开|开启|进入|您好|你好|哈喽|嗨|喂|在吗|在不在|在线吗|在|我|想|要|需要|帮忙|帮|麻烦|快点|快|赶紧|直接|马上|现在|立刻|立即|尽快|能不能|可不可以|可以|能否"
    "|能|谢谢|谢|吧|吗|嘛|么|呢|啊|呀|了|哦|给|有没有|有|一下|下|一个|一位|个|位|说话|出来|你们|那|就|还是| )*"
)
_ZH_BOT = "(?:机器人|ai|智能客服|自动回复|人机|机器)"
_ZH_FOR_ME = (
    "(?:帮帮|帮忙|帮|回复|回答|回|理|联系|解答|处理|解决|接待)(?:一下|下|忙|我们|我|看看|看一下|看下|问题|这个|订单)*"
    "(?:吗|么|嘛|吧|啊|呀|呢|的| )*$"
)
# somebody else asked for the person, or somebody did before: told, not wished
_ZH_OF_OTHERS = re2.compile(
    "(?:[他她它]们?|老婆|老公|太太|先生|妻子|丈夫|妈妈?|爸爸?|妈|爸|朋友|同事|闺蜜|女儿|儿子|孩子|家人|姐姐?|妹妹?|哥哥?|弟弟?|婆婆|邻居|室友|领导"
    "|昨天|前天|之前|以前|刚才|刚刚|上次|上周|上个月|已经|曾经|那天)"
    "(?:我们?|就|也|还|都|已经|昨天|前天|之前|刚才|刚刚|上次|今天|有)*(?:叫|让|找|请|托|求|联系|联络|问|跟|和|打)"
    "|(?:你|您)们?(?:店里|店|那里|那边|这里|这边|现在|还|是不是|是否|也)*(?:需要|缺|招聘?|要)(?:新|新的|兼职|全职)*"
)
_CHINESE = _each(
    f"{_ZH_MOVE}{_ZH_LINK}(?:{_ZH_PERSON}|{_ZH_LEADER}){_ZH_END}",
    f"(?:跟|和|与|同|找){_ZH_LINK}(?:真|活)?人(?:来)?{_ZH_TALK}{_ZH_TALK_END}",
    f"^{_ZH_POLITE}(?:{_ZH_PERSON}{_ZH_POLITE})+(?:人呢)?$",
    f"^{_ZH_POLITE}(?:{_ZH_PERSON}|{_ZH_LEADER})(?:能不能|能|可以|麻烦|请|快|赶紧|尽快)*给我们?(?:回|打)",
    f"^{_ZH_POLITE}(?:有没有人|有人|谁)(?:能不能|可不可以|能够|能|可以|会|来|在)*{_ZH_FOR_ME}",
    f"(?:找|派|叫|安排|换|来)一?[个位名](?:真|活)?人(?:来|帮我们?|[跟和与]我们?|给我们?)*{_ZH_FOR_ME}",
    "(?:找|派|叫|安排|换|来)一?[个位名](?:真|活)?人(?:来(?:$|吧|处理|解决|回|帮|跟|和)|帮我(?:看|查|问))",
    "(?:找|派|叫|安排|换|来)(?:一?[个位名])?(?:真|活)?人(?:来)?[跟和与]我们?(?:聊|谈|说|沟通|对接)",
    f"(?:让|叫|请|安排|派)(?:你们|您们|贵店|店里|你们店|你们店里)的?人(?:来|[跟和与]我们?|给我们?|帮我们?)*{_ZH_FOR_ME}",
    f"^{_ZH_POLITE}(?:出来|来|派)一?[个位名](?:真|活)?人{_ZH_POLITE}$",
    f"^{_ZH_POLITE}(?:转接|转人|换人|换个人|换一个人|换个真人){_ZH_POLITE}$",
    "^(?:请问|你好|您好|喂|嗨| )*(?:还?有(?:没有)?(?:活|真)?人(?:在|吗|么|嘛|没|不|啊)+|有没有人|人呢)(?:吗|啊| )*$",
    "^(?:请问)?(?:你|您)们?(?:到底)?是(?:真人|活人|人工)(?:客服)?(?:还是.{0,12})?(?:吗|么|嘛|呢)?$",
    f"(?:不要|不想要?|别|拒绝|讨厌|不跟|不和|不用)(?:让|用|跟|和|与|同|再|这个|你们的|看|要| )*{_ZH_BOT}"
    f"(?:客服|{_ZH_TALK}|回复|回答|了|吧|谢谢|啊| )*$",
)


def asks_for_person(message: str) -> bool:
    """Whether a visitor's message, as long as the desk takes one, asks for a person."""
    clauses = _clauses_of(message)
    english, chinese = _OF_OTHERS.sub("x ", clauses), _ZH_OF_OTHERS.sub("某", clauses)
    return any(one.search(english) for one in _ENGLISH) or any(one.search(chinese) for one in _CHINESE)


def _clauses_of(message: str) -> str:
    """Small letters, simplified characters, one clause a line."""
    plain = message.lower().replace("\u2019", "'").translate(_SIMPLIFIED)
    parted = "".join(one if one.isalnum() or one in _BESIDE_LETTERS else "\n" for one in plain)
    return "\n".join(" ".join(line.split()) for line in parted.splitlines())
