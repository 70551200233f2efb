# 机器人自己说的话。

## 回答为什么结束了。

stopped = ⏹ 已停止。
stopped-by-reset = ⏹ 已停止：对话已重置。
stopped-by-restart = ⏹ 已停止：我正在重启，请稍后再问一次。
stopped-by-refusal = ⏹ 已停止：我无法在这里继续写下去。
stopped-by-deletion = ⏹ 已停止：问题已被删除。
stopped-by-loop = 🔁 已停止：我开始不断重复同样的话了。
stopped-by-length = ⏹ 已停止：这里无法显示更多内容了。
stopped-by-deadline = ⏹ 已停止：Discord 只允许我在这里写 15 分钟。
interrupted = ⚠ 已中断：写到这里时我被重启了。
cut-off = 到此截断。
cut-off-at = 达到 { $tokens } 个 token，已截断。
verbatim = { $text }

## 显示在回答的位置或回答下方的话。

thinks = 💭 思考中…
thinks-for = 💭 思考中… { $seconds } 秒
waiting = ⏳ 你前面还有 { $ahead } 个回答。
waiting-seconds = ⏳ 你前面还有 { $ahead } 个回答，大约 { $seconds } 秒。
waiting-minutes = ⏳ 你前面还有 { $ahead } 个回答，大约 { $minutes } 分钟。
loading = ⏳ 模型还在加载，准备好后我会马上回答。
answered = ✅ 你的回答写好了。
left-out = 我们的对话已经很长了：从现在起，最早的部分将不再计入。用 /reset 可以重新开始。
unsaved = ⚠ 这条内容没能保存，之后我可能不记得它。
further-in-file = 📄 后面还有：全文最后会以文件形式发出。
in-file = 📄 后面还有：完整的回答在文件里。

## 关于没有读或没有读完的文件。$name：文件名。

file-archive = 📎 我不会打开 { $name } 这样的压缩包。
file-image = 📎 我看不到 { $name } 这样的图片：这个模型只能阅读文字。
file-media = 📎 我无法收听或观看 { $name }：这个模型只能阅读文字。
file-binary = 📎 我读不了 { $name }：里面没有文字。
file-document = 📎 我读不了 { $name }：这里没有启用对此类文档的支持。
file-picture = 📎 我打不开 { $name } 这样的图片：这里没有启用这项功能。
file-damaged = 📎 我没能读取 { $name }：文件已损坏或受保护。
file-large = 📎 我没能读取 { $name }：文件对我来说太大了。
file-unreachable = 📎 我没能从 Discord 获取 { $name }。请再发一次。
file-many = 📎 我没有读 { $name }：一次发来的文件太多了。
# $read, $length: numbers of characters.
file-cut = 📎 { $name } 对我来说太长了：我读了全部 { $length } 个字符中的前 { $read } 个。

## 为什么没有回答。

failed = 我这边出了点问题，请再试一次。
busy-person =
    { $waiting ->
        [0] 我正忙，你的问题现在不能排队。请稍后再问。
       *[other] 我正忙，你最多只能有 { $waiting } 个问题同时排队。请稍后再问。
    }
busy-channel =
    { $waiting ->
        [0] 我正忙，这个频道里的问题现在不能排队。请稍后再问。
       *[other] 我正忙，这个频道里最多只能有 { $waiting } 个问题同时排队。请稍后再问。
    }
busy-server =
    { $waiting ->
        [0] 我正忙，这个服务器上的问题现在不能排队。请稍后再问。
       *[other] 我正忙，这个服务器上最多只能有 { $waiting } 个问题同时排队。请稍后再问。
    }
too-long = 这条消息对我来说太长了：连同指示共 { $tokens } 个 token，而我一次最多能读 { $budget } 个。请缩短一些，或分几次发送。
writing-failed = 我在写回答时出了点问题，请再试一次。
unavailable = 模型暂时无法使用，请稍后再试。
model-lost = 回答写到一半时，我与模型失去了联系。请稍后再试。
exhausted = 这超出了模型的内存。请试试更短的消息，或用 /reset 重新开始。
stalled = 模型没有反应了，所以我结束了这个回答。请再试一次；如果还是不行，需要由运行我的人重新启动我。
restarting = 模型的运行环境出了故障，我需要重新启动。请过几分钟再问一次。
nothing-said = 模型对此无话可说。请换个说法再问问看。
no-history = 我无法读取这个频道的历史记录，请再试一次。
overloaded = 模型现在太忙了，请稍后再试。
quota = 模型服务器表示额度已用完，所以我暂时无法回答。
setting-refused = 模型服务器不接受我的设置 `{ $setting }`，所以我无法回答。运行我的人可以修改它。
english-only = 这个小模型只懂英语，而这看起来是另一种语言。请用英语提问，或给机器人换一个更大的模型。

## 为什么没有照做。

leaving = 我正在重启，请稍后再试。
complete = 这个回答已经完整，没有可以继续的内容。
being-written = 这个回答正在写。
not-written = 这个回答已经不在写了。
no-words = 那条消息里没有文字。
form-outdated = 这个表单是我重新启动之前打开的，我已经不知道它是关于什么的了。请再打开一次。
no-further-version = 这个回答没有更多版本了。
nothing-here = 这里没有我记得的回答。
nothing-there = 我不记得那里有我的回答。
not-remembered = 我已经不记得这个回答了。
taken-back = 这个问题已被撤回。
nothing-runs = 这里没有正在为你写的回答。
no-thread = 我无法在这里创建子区，所以直接在这里回答。
not-for-server = 只有能管理服务器的人才能为整个服务器更改此项。
# $name: what was typed. $known: names, separated by commas.
no-persona = 我不认识叫“{ $name }”的角色。可选的有：{ $known }。
out-of-bounds = 不能这样设置：{ $names }。
not-theirs = 在这里只有 { $name } 或管理员可以这样做。
not-theirs-nameless = 在这里只有提问者或管理员可以这样做。

## 做了什么。

reset-done = 🧹 已忘记，我们从头开始。
undone = ↩ 已撤回：我忘掉了上一个问题和我的回答。
prompt-set = 📝 从现在起，我在那里遵循这些指示。
prompt-cleared = 📝 这些指示已清除。从现在起，我遵循上一级的设置。
# $title: who answers, as a title. $place: "server" for all of it, else this channel.
persona-set =
    { $place ->
        [server] 🎭 从现在起，在这个服务器里和你聊天的是：**{ $title }**
       *[channel] 🎭 从现在起，在这里和你聊天的是：**{ $title }**
    }
# $place: "server" for all of it, else this channel.
persona-unset =
    { $place ->
        [server] 🎭 从现在起，我在这个服务器里像往常一样回答。
       *[channel] 🎭 从现在起，我在这里像往常一样回答。
    }

## 回答下方按钮上的文字。

button-stop = 停止
button-regenerate = 重写
button-continue = 继续
button-thought = 💭
button-delete = 删除

## 对话之外的话。

greeting = 在呢！请在同一条消息里向我提问，比如：{ $mention } 什么是俳句？
presence-loading = 正在加载模型…
presence-ready = 提及我，或使用 /ask
# The title of a form, 45 characters at most.
prompt-title = 指示
# The name of its only field, 45 characters at most.
prompt-label = 每次对话之前告诉我的内容
prompt-default = 在这里告诉我的内容，由运行我的人决定：
# $place: "server", "category", "thread" or "channel", for which it was set.
prompt-own =
    { $place ->
        [server] 在这里告诉我的内容，专为这个服务器而写：
        [category] 在这里告诉我的内容，专为这个类别而写：
        [thread] 在这里告诉我的内容，专为这个子区而写：
        [direct] 在这里告诉我的内容，专为这个对话而写：
       *[channel] 在这里告诉我的内容，专为这个频道而写：
    }
# $place: the same. $title: whose words they are.
prompt-persona =
    { $place ->
        [server] 在这里告诉我的内容，来自为这个服务器选择的角色（{ $title }）：
        [category] 在这里告诉我的内容，来自为这个类别选择的角色（{ $title }）：
        [thread] 在这里告诉我的内容，来自为这个子区选择的角色（{ $title }）：
        [direct] 在这里告诉我的内容，来自为这个对话选择的角色（{ $title }）：
       *[channel] 在这里告诉我的内容，来自为这个频道选择的角色（{ $title }）：
    }
terminal-help = /reset 忘记说过的话，/regenerate 重写上一个回答，/continue 继续被截断的回答，/undo 撤回上一个问题，/quit 或 Ctrl-D 退出，Ctrl-C 停止回答。
terminal-thinks = 思考中

## 消息菜单中的 “Ask about this”：打开的表单。

ask-about-title = 询问这条消息
ask-about-question = 你想知道什么？
ask-about-placeholder = 留空的话，我会解释这条消息

## 谁可以使用机器人：只有当事人能看到。

denied = 你不能在这里使用我：这是我的运营者或本服务器管理员的决定。
nobody-named = 请指明对象：成员、身份组或频道。
lists-full = 本服务器的名单已满（{ $most } 条）。请删除一些，或给成员一个身份组并登记该身份组。
let-in = ✅ 本服务器允许：{ $names }
kept-out = ⛔ 本服务器禁止：{ $names }
taken-off-lists = 已不在任何名单上：{ $names }
on-no-list = 它不在任何名单上。
lists-empty = 本服务器没有登记任何内容：在我的运营者允许的范围内，所有人都可以在这里使用我。

## /help，以及 Discord 显示的命令说明：每条不超过 100 个字符。

help-about = 我用一个运行在运营者自己机器上的语言模型与你对话。我记得每个频道里对我说过的话，不会在别的频道里展示。
# $mention: how the bot is mentioned.
help-talking = 提及我（{ $mention }）、回复我的消息，或直接给我发私信。编辑或删除你的问题，我的回答也会跟着改变。
help-guest = 我在这里只是客人：请用 /ask。你在这里问我的，我只为你一个人记住。
help-menu = 在消息菜单的“应用”里
for-everybody = 所有人
for-moderators = 可以管理频道的人
for-administrators = 管理员
command-ask = 问我一个问题
command-stop = 停止这里正在写的回答
command-reset = 忘记这个频道里说过的话，从头开始
command-regenerate = 重写我在这里的上一个回答
command-continue = 从被截断处继续我在这里的上一个回答
command-undo = 撤回这里的上一个问题和我的回答
command-persona = 选择谁在这个频道里回答
command-system = 每次对话之前在这里告诉我的内容
command-system-show = 显示每次对话之前在这里告诉我的内容
command-system-set = 编写每次对话之前在这里告诉我的内容
command-system-clear = 撤回专为此处编写的内容
command-help = 我是什么，你可以用我做什么
command-status = 我的状况：模型、速度、谁在等待、我在这里记得多少
command-context = 模型现在能看到这段对话的哪些内容，以及原因
command-settings = 查看并更改我在这里的行为
command-history = 获取一个包含你的提问和我的回答的文件
command-forget-me = 让我忘掉你在所有地方问过我的一切以及我的回答
command-access = 谁可以在这个服务器上使用我
command-access-allow = 准许：一旦准许了某人，其他人就不行；频道也是如此
command-access-deny = 拒绝，无论其他规则如何
command-access-remove = 从名单中移除
command-access-list = 显示这个服务器的名单
option-ask-prompt = 你想问什么
option-ask-file = 想询问的文件
option-ask-thread = 在单独的子区中回答
option-persona-name = 从现在起由谁回答
option-persona-everywhere = 在整个服务器中，除非另有设置
option-system-everywhere = 用于整个服务器，除非另有设置
option-access-member = 某个人
option-access-role = 拥有这个身份组的所有人
option-access-channel = 一个频道及其子区，或一个类别
option-history-where = 此频道，或所有地方
option-history-form = 供阅读，或供程序使用
menu-regenerate = 重写
menu-ask-about = 询问这条消息
menu-translate = 为我翻译

## /status，每项一行。

status-model = 🧠 { $model }，引擎“{ $engine }”
status-loading = ⏳ 模型还在加载。
status-without-model = ⚠ 模型无法加载。
status-speed = ⚡ 还没有测量：启动以来还没有回答过。
status-speed-written = ⚡ 每个回答每秒写 { $written } 个 token
status-speed-read = ⚡ 每个回答每秒读 { $read } 个 token
status-speed-both = ⚡ 每个回答每秒写 { $written } 个 token，读 { $read } 个
status-load = ✍ 正在写的回答：{ $writing }（最多同时 { $slots } 个）。等待中：{ $waiting }
status-memory = 🗂 我在这里记得的内容占 { $used } / { $room } 个 token（{ $share }%）
status-since = 🕰 启动于 { $moment }

## /context，每项一行。

context-default = 📝 指示：由运行我的人决定
# $place: "server", "category", "thread" or "channel", for which they were set.
context-own =
    { $place ->
        [server] 📝 指示：专为这个服务器而写
        [category] 📝 指示：专为这个类别而写
        [thread] 📝 指示：专为这个子区而写
        [direct] 📝 指示：专为这个对话而写
       *[channel] 📝 指示：专为这个频道而写
    }
# $title: whose words they are. $place: as above.
context-persona =
    { $place ->
        [server] 📝 指示：来自为这个服务器选择的角色（{ $title }）
        [category] 📝 指示：来自为这个类别选择的角色（{ $title }）
        [thread] 📝 指示：来自为这个子区选择的角色（{ $title }）
        [direct] 📝 指示：来自为这个对话选择的角色（{ $title }）
       *[channel] 📝 指示：来自为这个频道选择的角色（{ $title }）
    }
context-shown = 💬 可见：最近 { $questions } 个问题及其回答
context-free = ✍ 为回答预留：{ $tokens } 个 token
context-free-thought = 💭 为回答前的思考预留：{ $tokens } 个 token
# $moment: when, as Discord shows it to each reader.
context-left-out = ✂ 因放不下而略去：{ $questions } 个问题，最后一个提于 { $moment }
context-summary = 🧾 略去内容的概括：{ $tokens } 个 token
context-title = 🏷 所谈内容：{ $title }
context-interrupted = ⚠ 不可见：{ $answers } 个因重启而中断的回答
context-unanswered = ❔ 不可见：{ $questions } 个没有回答的问题
context-file = 📄 文件里是逐字的全部内容。
context-file-without-instructions = 📄 文件里是逐字的全部内容，但不含指示。
context-files-by-name = 📎 其他人的消息所附的内容，在文件里只列出名称。

## /settings：设置面板。

panel-title =
    { $place ->
        [thread] 这个子区的设置
        [category] 这个类别的设置
        [server] 这个服务器的设置
        [direct] 这个对话的设置
       *[other] 这个频道的设置
    }
panel-place =
    { $place ->
        [thread] 这个子区
        [category] 这个类别
        [server] 这个服务器
        [direct] 这个对话
       *[other] 这个频道
    }
panel-set-for =
    { $place ->
        [thread] 为这个子区设置
        [category] 为这个类别设置
        [server] 为这个服务器设置
        [direct] 为这个对话设置
       *[other] 为这个频道设置
    }
panel-by-operator = 默认
panel-models-own = 模型自己的
panel-nobody = 无特定角色
panel-numbers = 长度与采样
panel-reset = 恢复继承的设置
panel-inherit = { $field }：继承
panel-length =
    { $characters ->
        [0] 无
       *[other] { $characters } 个字符
    }
not-yours-to-set = 你无权设置：类别需要“管理频道”权限，整个服务器需要“管理服务器”权限。
command-withdrawn = 你在这里已不能再这样做。谁可以做，由这个服务器的管理者决定。
field-persona = 角色
field-system-prompt = 指示
field-greeting = 问候语
field-trigger = 我何时回答
field-opens-threads = 在子区里回答
field-language = 我自己的话
field-thinking = 先思考
field-max-thinking-tokens = 最长思考（token）
field-announce = 完成时提醒
field-display = 绘制表格和公式
field-summary = 概括最早的部分
field-max-new-tokens = 最长回答（token）
field-temperature = 温度
field-top-p = Top p
field-top-k = Top k
field-repetition-penalty = 重复惩罚
value-trigger-mention = 被叫到时
value-trigger-all = 每条消息
value-trigger-never = 从不，只响应命令
value-opens-threads-true = 是
value-opens-threads-false = 否
value-language-auto = 用当地语言
value-thinking-off = 否
value-thinking-on = 是
value-thinking-auto = 由模型决定
value-announce-off = 从不
value-announce-long = 超过 30 秒后
value-announce-always = 总是
value-display-true = 是
value-display-false = 否
value-summary-true = 是
value-summary-false = 否
value-language-de = Deutsch
value-language-en = English
value-language-es = Español
value-language-fr = Français
value-language-ja = 日本語
value-language-zh-cn = 简体中文

## 属于个人的内容：只有本人能看到。

stopped-by-forgetting = ⏹ 已停止：提问者让我忘掉了关于他的一切。
stopped-by-forgetting-a-quote = ⏹ 已停止：按照发言者的意愿，所问的内容已被忘掉。
nothing-of-you = 我没有保存你问过我的任何内容。
history = 你的 { $count } 个问题和我的回答。/forget-me 会把你问过我的一切从我的记忆中删除。
history-last = 内容超过一个文件的容量：这是你 { $of } 个问题中的最后 { $count } 个，以及我的回答。
forget-you = 要我忘掉你在 { $channels } 个频道中的 { $questions } 个问题和我的 { $answers } 个回答吗？此操作无法撤销；/history where:everywhere 可以先把全部内容给你。消息会留在频道里，除非你让我把我的也删除。
words-elsewhere = 别人的 { $count } 个问题中有你说过的话：忘掉时也会从那里删除。
forget = 忘掉
forget-and-delete = 忘掉并删除给你的回答
cancel = 取消
forgetting = ⏳ 正在忘掉……
nothing-forgotten = 我什么也没有忘掉。
forgotten-you = 🧹 已忘掉：{ $channels } 个频道中的 { $questions } 个问题和 { $answers } 个回答。
words-gone = 你说过的话也已从别人的 { $count } 个问题中删除。
messages-gone =
    { $count ->
        [0] 没有能删除的消息。
       *[other] 我删除了 { $count } 条消息。
    }

## 消息菜单中的“详情”：这条回答是怎么来的。

menu-details = 详情
replay = 重现
not-replayable = 我对这条回答的生成方式了解得不够，无法再现。
another-model = 这条回答由另一个模型写成，或以另一种方式运行，我写不出一样的。
replayed-otherwise = 前面的内容已有变化，所以这条回答不一定相同。
replayed-inexactly = 这条回答与所重现的版本有出入：这次模型计算时的舍入有所不同。
no-thought = 这条回答之前没有思考过程。
# $version, $versions: which of how many.
details-version = **版本** 第 { $version } 个，共 { $versions } 个
# $model, $engine: names.
details-model = **模型** { $model }，引擎“{ $engine }”
details-persona = **角色** { $persona }
# $sampling: settings by their names in the model's own files; perhaps none. $tokens: the most tokens an answer may have.
details-sampling = **采样** { $sampling }；最多 { $tokens } 个 token；其余按模型作者的建议
# $reused: how many of the tokens read were known from the turn before.
details-read = **读取** { $read } 个 token，其中 { $reused } 个之前已读过
details-written = **写出** { $written } 个 token
# $rate: tokens a second.
details-speed = **速度** 每秒 { $rate } 个 token
# $waited, $reading, $writing: seconds.
details-times = **用时** 等待 { $waited } 秒，到第一个字 { $reading } 秒，书写 { $writing } 秒
# $used, $context: tokens.
details-context = **上下文** { $context } 个 token 中的 { $used } 个
# $questions: how many earlier ones the model was not shown.
details-left-out = **略去** { $questions } 个更早的问题，因为放不下

## 每个人可用的额度。

over-budget = 你目前的额度已用完，{ $moment }会有新的额度。
left =
    { $limit ->
        [answers-per-hour] 🎟 你这一小时还可以得到的回答：{ $count }
        [answers-per-day] 🎟 你这一天还可以得到的回答：{ $count }
        [tokens-per-hour] 🎟 你这一小时还可以使用的 token：{ $count }
       *[other] 🎟 你这一天还可以使用的 token：{ $count }
    }
