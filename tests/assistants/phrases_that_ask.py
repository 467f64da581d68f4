"""Messages that ask for a person, each line one."""

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
connect me to support
can you connect me to support
connect me with customer support please
connect me with your team
connect to support
put me through to support
transfer me to the support team
transfer me to sales
please transfer me to your sales team
i want to talk to support
i want to speak to customer care
i need to reach support
i need support from a person
can someone help me
can somebody help me please
can someone please help
could anyone assist me
could someone help me with my order
can anyone from your team help me
can someone from support help me?
is there someone who can help me
is there anyone who can help me with a return
someone please help me
i need someone to help me
i want someone to call me
i need someone from support
live chat
live chat please
start live chat
start a live chat
can I have a live chat
i want live chat
i want to live chat
open a live chat with an agent
do you have live chat
do you have a live chat?
is there a live chat
how do i start a live chat
live support
live help please
live person
let me chat with a live person
can i get live support
human support
human help please
i want human help
i need human assistance
can I get support from a human
get me someone
get me somebody from support
i want to speak with customer service
is your support team online
ask a colleague to contact me
have someone contact me
please have a colleague call me
contact a human
who can I talk to
chat with an agent
chat with support
message support
speak to a human being
may i speak with your supervisor
i need someone to talk to
do you have someone to talk to
i need a person
can a person help with my return
can a person help me
can a human answer me
can staff help me
can one of your staff help me
do you have any staff available to help
能帮我联系一下客服吗
帮我找个客服
我要投诉，找你们经理
让店长联系我
叫店长来
叫你们店长给我回电话
请店长帮我处理
让你们老板来
请安排人工
让客服给我打电话
客服给我打个电话
有人可以帮我吗
有人能帮我一下吗
有没有人能帮帮我
有人能帮忙吗
谁能帮我一下
有人能回复我吗
可以找个人帮我吗
找个人帮我看看
找个人来处理
派个人来
能找人和我聊聊吗
安排个人联系我
我想找你们的工作人员
联系你们店员
麻烦让你们的人联系我
在线客服
我要在线客服
在线人工
打开人工服务
进入人工服务
请转接人工坐席
帮我转客服
转一下客服
转给店长
我想和店长说话
跟你们负责人谈
我要跟经理谈谈
人工在吗
有活人吗
来个真人
来个人
来个客服
出来个人
换真人跟我聊
我想打客服电话
怎么找人工
怎么转人工
如何联系人工客服
不想和AI聊天
我要和人说话
能转接人工吗
给我转人工
人工人工人工
客服人呢
"""
