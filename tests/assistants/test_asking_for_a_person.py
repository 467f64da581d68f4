"""Which messages ask for a person, and which only name one: each line a message."""

import pytest

from relaydesk.assistants.turns.person_phrases import asks_for_person

ASKING = """
human
Human!!!
HUMAN PLEASE
a human, please
agent please
Agent
operator
representative
Representative, representative!
real person
real person please
a real human please
live agent
human agent
customer service
customer support please
manager please
Hi. Operator please. My order is late.
speak to someone
I want to talk to a human
can I speak with a real person please
Can I talk to someone about my order?
I'd like to speak with a representative
I would like to chat with a person
let me talk to your manager
how do I talk to a human
How can I speak to somebody?
is it possible to speak to someone else?
let me speak with support
could you connect me with a person?
any human?
I need to speak to a customer service representative
Am I talking to a real person?
Get me an operator!
get me a person
give me a human
connect me to an agent
Connect me with someone
transfer me to a human
please transfer to agent
transfer me
put me through to someone
hand me over to a colleague
switch to human
escalate this to a supervisor
please escalate
get in touch with a human
contact customer service
how can I contact your support team?
call an agent
I want a human
I need an agent
I need a human now
I need a real person to help me
I'd like a human, not a bot
is there a human here?
Is there a real person available?
are there any agents online
is anyone there?
Anybody there
is there someone I can talk to
can someone call me back
can a human help me with this
I need help from a real person
I don't want to talk to a bot
I dont wanna chat with a robot
stop talking to me. Not a robot please. Operator
no bots please
are you a real person?
I’d like to talk to a human
My bike arrived broken and I have written three mails already, so would you please let me talk to a person
人工
人工客服
人工服务
转人工
转接
转接人工
转接客服
请转接
请帮我转接客服
帮我转接一下
麻烦帮我转一下人工客服，谢谢
我要找真人
我要人工客服
我要人工
我想要人工服务
需要人工
真人
真人客服
有真人吗？
有没有人工客服
有客服吗
客服
客服在吗
请问客服在吗？
找客服
联系客服
呼叫客服
怎么联系客服
我想联系人工客服
给我接人工
接人工
换人工
切换到人工
换个人
叫你们经理来
我要找你们老板
跟人聊
我想和人聊
能不能跟真人说话
我想和真人客服沟通一下
和客服聊聊
有人吗
有人在吗？
你是真人吗
不要机器人
不想跟机器人聊
别用机器人
我的订单还没到，转人工
轉人工
請幫我轉接客服
我要找真人客服，謝謝
"""

NAMING = """
human hair brush
Do you sell human hair wigs?
Is this a human hair wig?
I want a human hair wig
I need human hair extensions
human anatomy poster
I want a human anatomy model
human skeleton
travel agent bag
get a travel agent bag
secret agent costume
I need a secret agent costume
cleaning agent
I need a cleaning agent for my sofa
do you have a bleaching agent
operator manual
I need an operator's manual
I need an operator manual for the drill
customer service headset
I need a customer service bell
customer service desk sign
live chat software
manager desk
I want a manager chair
staff uniforms
I need staff uniforms
sales representative badge holder
I need one person tent
2 person tent
a tent for one person
Do you have shoes for a person with wide feet?
Is there a person in the picture?
a gift for someone special
something I can give to someone
what can I give someone who has everything
can I send it to someone else?
can I transfer the gift card to someone else?
a doll that can talk to a person
a toy that talks to people
does it look like a real person?
a mask of a real human face
real human hair
human-like robot
person-sized bean bag
a human and dog costume
I spoke to someone yesterday
robot vacuum
I don't want a robot vacuum
no robot vacuums
Is the machine washable?
connect my phone to the speaker
transfer paper
USB connector
Do you have bicycles?
Hi
Can you help me choose a bike?
human rights book
put a person's name on the mug
talk to the support bracket seller
customer service number
人工费多少
get well card for a colleague
人工智能音箱
我要人工智能音箱
有人工智能音箱吗
人工皮革
人造皮革吗
我要人工皮革的包
需要人工草坪
这个需要人工安装吗
人工呼吸面罩
人工钻石戒指
真人发假发
有真人发的假发吗
我要真人发假发
真人CS装备
和真人一样大的娃娃
真人版海报
转接头
转接线
我要转接头
有HDMI转接头吗
Type-C转接口
USB转接器
客服耳机
有客服耳机吗
找客服专用耳麦
能和人聊天的玩具
会跟人说话的鹦鹉玩具
机器人吸尘器
不要机器人吸尘器
我要扫地机器人
适合三个人的帐篷
送人的礼物
有人用过吗
这个包有红色的吗
经理办公椅
老板椅
我要老板椅
"""


@pytest.mark.parametrize("message", ASKING.strip().splitlines())
def test_who_asks_for_a_person_is_understood(message: str) -> None:
    assert asks_for_person(message)


@pytest.mark.parametrize("message", NAMING.strip().splitlines())
def test_who_only_names_a_person_is_not_taken_to_ask_for_one(message: str) -> None:
    assert not asks_for_person(message)


def test_the_wish_for_a_person_is_found_at_the_end_of_the_longest_message() -> None:
    wish = "please let me talk to a human"
    assert asks_for_person("The bike is broken. " * 198 + wish)
