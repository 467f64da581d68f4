"""Messages that only name a person, or tell of one, each line one."""

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
can a person take this pill
can a person take two of these a day
can a person write on this board
can a person look through this curtain
can a human take this dog medicine
can a human speak through this mask
can someone take this on a plane
can someone call this number toy
can someone fix my bike
i need someone to fix my bike
i need personal care products
do you have personal care
can someone help me choose a bike
can anyone text me a coupon
is there someone i can send it to
the staff helped me yesterday
does the lamp connect to the support
where does it connect to the support
do you need staff
do you need staff in your shop
do you need an operator for this crane
do you need agents in Berlin
do you have any human first aid kit
do you have any human first aid kits
do you have a human first aid kit
do you have human right posters
is there a human first edition
do you have an agent first class costume
can staff take this discount
live chat widget
live chat plugin for my shop
do you sell live chat software
do you have live chat software
live chat headset
live support cushion
support pillow
support bracket
connect the shelf to support bracket
connect this to the support
connect the lamp to the support beam
how do I connect the pole to the support
does it connect to support rails
can someone help me choose gifts book
can someone wear this
can someone of 100 kg sit on it
can someone with asthma use this
can someone sign for the parcel
can someone else collect my order
can someone else pay
is it ok if someone helps me build it
can my husband help me assemble it
can I help someone with this
a gift that can help someone
helping hand tool
can a person with allergies use it
can a person sleep in it
can a person help a dog with this brush
can a human operator's manual be printed
i need support for my knee
i need live plants
do you have live plants
live chat mug
i work as an agent
my manager wants this
my agent called yesterday
my boss needs staff uniforms
is the person in the picture a model
the courier handed it to someone
someone stole my parcel
i need a person sized box
does it need an operator
do i need a person to install it
how many people can it hold
can one person carry it
can one person assemble this
can a person assemble it alone
looking for someone like me
i am looking for a manager gift
do you employ staff
are you looking for staff
are there any agents for your brand in France
do you need a representative in Spain
do you hire agents
我老婆叫店长帮她留一件
我妈让店员帮她留一双
我朋友找客服问过了
昨天客服跟我说可以退
客服说可以退
之前联系过客服了
昨天我联系客服了
我已经联系过客服，没有用
店长推荐的是哪款
老板帮我推荐的那款
我老公找老板买的
我老板要一个包
给老板送什么礼物好
给我老板买礼物
送经理的礼物
我女儿想当客服
我是客服专员，需要耳机
我是店长
我同事叫经理帮他订的
他让店长帮忙留货
她请老板帮她留了一条
我们经理要二十件
我家经理需要一把椅子
老板娘同款
有店长推荐吗
有老板杯吗
请老板吃饭用的礼盒
顾问说这款适合我
人工草坪怎么铺
有没有人工智能手表
有没有人工泪液
真人秀同款
找人代付可以吗
可以找人代收吗
有人能穿大码吗
有人说这款偏小
有人买过吗
一个人可以安装吗
谁能穿这个尺码
谁用过
请人安装多少钱
要请人安装吗
需要找人安装吗
来个大号的
来个红色的
换个大的
换个人字拖
找个人造革的
换个人造皮的
转接头坏了
客服工牌
客服椅有吗
经理桌
我要一个经理牌
请问店长同款有吗
你们招客服吗
你们还要店员吗
你们需要店员吗
你们招人吗
你们需要人吗
招店长吗
可以找人来拿货吗
有人来安装吗
有人帮忙带过这个吗
后来客服说可以
本来客服说一周
叫人来取件
有客服给我推荐过
我想应聘客服
我要应聘店员
和客服一样的衣服
跟老板一样的杯子
"""
