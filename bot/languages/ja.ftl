# ボット自身が話す言葉。です・ます調で書きます。

## 回答が終わった理由。

stopped = ⏹ 停止しました。
stopped-by-reset = ⏹ 停止しました：会話がリセットされました。
stopped-by-restart = ⏹ 停止しました：再起動しています。少し待ってからもう一度質問してください。
stopped-by-refusal = ⏹ 停止しました：ここに書き続けることができませんでした。
stopped-by-deletion = ⏹ 停止しました：質問が削除されました。
stopped-by-loop = 🔁 停止しました：同じことを繰り返し始めていました。
stopped-by-length = ⏹ 停止しました：ここではこれ以上表示できません。
stopped-by-deadline = ⏹ 停止しました：ここでは Discord の決まりで 15 分しか書けません。
interrupted = ⚠ 中断しました：書いている途中で再起動されました。
cut-off = ここで打ち切りました。
cut-off-at = { $tokens } トークンで打ち切りました。
verbatim = { $text }

## 回答の場所、またはその下に表示する言葉。

thinks = 💭 考えています…
thinks-for = 💭 考えています… { $seconds } 秒
waiting = ⏳ あなたの前に回答が { $ahead } 件あります。
waiting-seconds = ⏳ あなたの前に回答が { $ahead } 件あります（約 { $seconds } 秒）。
waiting-minutes = ⏳ あなたの前に回答が { $ahead } 件あります（約 { $minutes } 分）。
loading = ⏳ モデルを読み込んでいます。準備ができしだいお答えします。
answered = ✅ 回答ができました。
left-out = 会話が長くなったので、これからはいちばん古い部分を省きます。/reset で最初からやり直せます。
unsaved = ⚠ 保存できなかったので、あとで覚えていないかもしれません。
further-in-file = 📄 続きがあります。最後に全文をファイルで送ります。
in-file = 📄 続きがあります。全文はファイルにあります。

## 読まなかった、または最後まで読まなかったファイルについて。$name：ファイル名。

file-archive = 📎 { $name } のような圧縮ファイルは開きません。
file-image = 📎 { $name } のような画像は見られません。このモデルが読めるのはテキストだけです。
file-media = 📎 { $name } は再生できません。このモデルが読めるのはテキストだけです。
file-binary = 📎 { $name } は読めません。テキストが含まれていません。
file-document = 📎 { $name } は読めません。この種類の文書はここでは使えません。
file-picture = 📎 { $name } のような画像は開けません。ここではその準備ができていません。
file-damaged = 📎 { $name } を読めませんでした。壊れているか、保護されています。
file-large = 📎 { $name } を読めませんでした。大きすぎます。
file-unreachable = 📎 { $name } を Discord から取得できませんでした。もう一度送ってください。
file-many = 📎 { $name } は読みませんでした。一度に届いたファイルが多すぎます。
# $read, $length: numbers of characters.
file-cut = 📎 { $name } は長すぎます。全 { $length } 文字のうち最初の { $read } 文字を読みました。

## 回答がない理由。

failed = こちらで問題が起きました。もう一度お試しください。
busy-person =
    { $waiting ->
        [0] 今は手がふさがっていて、あなたの質問はお待ちいただけません。少し待ってからもう一度お尋ねください。
       *[other] 今は手がふさがっていて、あなたの質問は同時に { $waiting } 件までしかお待ちいただけません。少し待ってからもう一度お尋ねください。
    }
busy-channel =
    { $waiting ->
        [0] 今は手がふさがっていて、このチャンネルでは質問をお待ちいただけません。少し待ってからもう一度お尋ねください。
       *[other] 今は手がふさがっていて、このチャンネルでは質問は同時に { $waiting } 件までしかお待ちいただけません。少し待ってからもう一度お尋ねください。
    }
busy-server =
    { $waiting ->
        [0] 今は手がふさがっていて、このサーバーでは質問をお待ちいただけません。少し待ってからもう一度お尋ねください。
       *[other] 今は手がふさがっていて、このサーバーでは質問は同時に { $waiting } 件までしかお待ちいただけません。少し待ってからもう一度お尋ねください。
    }
too-long = メッセージが長すぎます。指示を含めると { $tokens } トークンになりますが、一度に読めるのは { $budget } トークンまでです。短くするか、分けて送ってください。
writing-failed = 書いている途中で問題が起きました。もう一度お試しください。
unavailable = 今はモデルを利用できません。あとでもう一度お試しください。
model-lost = 回答の途中でモデルとの接続が切れました。少し待ってからもう一度お試しください。
exhausted = モデルのメモリが足りませんでした。メッセージを短くするか、/reset で最初からやり直してください。
stalled = モデルが応答しなくなったため、この回答を終了しました。もう一度お試しください。それでも直らない場合は、運営者による再起動が必要です。
restarting = モデルの実行環境に障害が起きたため、再起動します。数分後にもう一度質問してください。
nothing-said = モデルは何も答えませんでした。別の言い方で質問してみてください。
no-history = このチャンネルの履歴を読み込めませんでした。もう一度お試しください。
overloaded = モデルが混み合っています。少し待ってからもう一度お試しください。
quota = モデルのサーバーの利用枠を使い切ったため、今はお答えできません。
setting-refused = モデルのサーバーが設定 `{ $setting }` を受け付けないため、お答えできません。この設定はボットの管理者が変更できます。
english-only = この小さなモデルは英語しかわかりませんが、ほかの言語のようです。英語で質問するか、もっと大きなモデルに替えてください。

## 実行できない理由。

leaving = 再起動しています。少し待ってからもう一度お試しください。
complete = この回答は最後まで書かれているので、続きはありません。
being-written = この回答はいま書いているところです。
not-written = この回答はもう書いていません。
no-words = そのメッセージには文章がありません。
form-outdated = このフォームは私が再起動する前に開かれたもので、何についてだったか分からなくなりました。もう一度開いてください。
no-further-version = この回答にはほかのバージョンがありません。
nothing-here = ここには、覚えている回答がありません。
nothing-there = そこにある回答は覚えていません。
not-remembered = その回答はもう覚えていません。
taken-back = その質問は取り消されました。
nothing-runs = ここであなたのために書いている回答はありません。
no-thread = ここではスレッドを作れないので、この場でお答えします。
not-for-server = サーバー全体の設定を変えられるのは、サーバーを管理できる人だけです。
# $name: what was typed. $known: names, separated by commas.
no-persona = 「{ $name }」という名前のペルソナは知りません。選べるのは次のとおりです：{ $known }
out-of-bounds = その値には設定できません：{ $names }。
not-theirs = ここでそれができるのは、{ $name } さんとモデレーターだけです。
not-theirs-nameless = ここでそれができるのは、質問した人とモデレーターだけです。

## 実行したこと。

reset-done = 🧹 忘れました。ここから新しく始めましょう。
undone = ↩ 取り消しました：最後の質問とその回答を忘れました。
prompt-set = 📝 これからは、そこではこの指示に従います。
prompt-cleared = 📝 その指示はなくなりました。これからは、より広い範囲の設定に従います。
# $title: who answers, as a title. $place: "server" for all of it, else this channel.
persona-set =
    { $place ->
        [server] 🎭 これから、このサーバーでの話し相手は：**{ $title }**
       *[channel] 🎭 これから、ここでの話し相手は：**{ $title }**
    }
# $place: "server" for all of it, else this channel.
persona-unset =
    { $place ->
        [server] 🎭 これから、このサーバーではいつもどおりにお答えします。
       *[channel] 🎭 これから、ここではいつもどおりにお答えします。
    }

## 回答の下にあるボタンの文字。

button-stop = 停止
button-regenerate = 書き直す
button-continue = 続ける
button-thought = 💭
button-delete = 削除

## 会話のほかに話す言葉。

greeting = はい、何でしょう？同じメッセージの中で質問してください。例：{ $mention } 俳句とは何ですか？
presence-loading = モデルを読み込み中…
presence-ready = メンションするか、/ask を使ってください
# The title of a form, 45 characters at most.
prompt-title = 指示
# The name of its only field, 45 characters at most.
prompt-label = 会話のたびに最初に伝えられる内容
prompt-default = ここで最初に伝えられる内容です（運営者による設定）：
# $place: "server", "category", "thread" or "channel", for which it was set.
prompt-own =
    { $place ->
        [server] ここで最初に伝えられる内容です（このサーバー用に書かれたもの）：
        [category] ここで最初に伝えられる内容です（このカテゴリー用に書かれたもの）：
        [thread] ここで最初に伝えられる内容です（このスレッド用に書かれたもの）：
        [direct] ここで最初に伝えられる内容です（この会話用に書かれたもの）：
       *[channel] ここで最初に伝えられる内容です（このチャンネル用に書かれたもの）：
    }
# $place: the same. $title: whose words they are.
prompt-persona =
    { $place ->
        [server] ここで最初に伝えられる内容です（このサーバーで選ばれたペルソナ：{ $title }）：
        [category] ここで最初に伝えられる内容です（このカテゴリーで選ばれたペルソナ：{ $title }）：
        [thread] ここで最初に伝えられる内容です（このスレッドで選ばれたペルソナ：{ $title }）：
        [direct] ここで最初に伝えられる内容です（この会話で選ばれたペルソナ：{ $title }）：
       *[channel] ここで最初に伝えられる内容です（このチャンネルで選ばれたペルソナ：{ $title }）：
    }
terminal-help = /reset は会話を忘れ、/regenerate は最後の回答を書き直し、/continue は打ち切られた回答の続きを書き、/undo は最後の質問を取り消します。/quit または Ctrl-D で終了、Ctrl-C で回答を停止します。
terminal-thinks = 考えています

## メッセージのメニューにある「Ask about this」：開くフォーム。

ask-about-title = このメッセージについて質問する
ask-about-question = 何を知りたいですか？
ask-about-placeholder = 空欄のままなら、メッセージを説明します

## 誰がボットを使えるか：操作した本人だけに表示される。

denied = ここではご利用いただけません。私の運営者、またはこのサーバーの管理者がそう決めています。
nobody-named = メンバー、ロール、チャンネルのいずれかを指定してください。
lists-full = このサーバーのリストは { $most } 件でいっぱいです。いくつか削除するか、メンバーにロールを付けてそのロールを登録してください。
let-in = ✅ このサーバーで許可：{ $names }
kept-out = ⛔ このサーバーで拒否：{ $names }
taken-off-lists = どちらのリストからも外れました：{ $names }
on-no-list = どちらのリストにもありません。
lists-empty = このサーバーには何も登録されていません。運営者が認める範囲で、誰でもここで利用できます。

## /help と、Discord に表示されるコマンドの説明：それぞれ 100 文字以内。

help-about = 運営者自身のマシンで動く言語モデルで会話します。それぞれのチャンネルで言われたことを覚えていて、ほかのチャンネルには見せません。
# $mention: how the bot is mentioned.
help-talking = メンション（{ $mention }）するか、私のメッセージに返信するか、直接メッセージを送ってください。質問を編集・削除すると、回答もそれに従います。
help-guest = ここではゲストなので、/ask を使ってください。ここで聞かれたことは、あなたのためだけに覚えています。
help-menu = メッセージのメニューの「アプリ」
for-everybody = みんな向け
for-moderators = チャンネルを管理できる人向け
for-administrators = 管理者向け
command-ask = 質問する
command-stop = ここで書いている回答を止める
command-reset = このチャンネルでの会話を忘れて最初からやり直す
command-regenerate = ここでの最後の回答を書き直す
command-continue = 打ち切られた最後の回答の続きを書く
command-undo = ここでの最後の質問とその回答を取り消す
command-persona = このチャンネルで誰が答えるかを選ぶ
command-system = ここで会話のたびに最初に伝えられる内容
command-system-show = ここで会話のたびに最初に伝えられる内容を表示する
command-system-set = ここで会話のたびに最初に伝えられる内容を書く
command-system-clear = この場所のために書かれた内容を取り消す
command-help = 私について、できること
command-status = 今の様子：モデル、速さ、待っている人、ここで覚えていること
command-context = この会話のうち今モデルに見せている内容と、その理由
command-settings = ここでの私のふるまいを見て、変える
command-history = あなたの質問と私の回答をファイルで受け取る
command-forget-me = これまでにあなたが聞いたことと私の回答を、すべての場所で忘れさせる
command-access = このサーバーで私を使える人
command-access-allow = 許可する：誰かを許可すると、ほかの人は使えません。チャンネルも同じです
command-access-deny = ほかの設定にかかわらず禁止する
command-access-remove = リストから外す
command-access-list = このサーバーのリストを表示する
option-ask-prompt = 聞きたいこと
option-ask-file = 質問したいファイル
option-ask-thread = 専用のスレッドで答える
option-persona-name = これから答えるペルソナ
option-persona-everywhere = サーバー全体で（ほかに設定がない場所）
option-system-everywhere = サーバー全体のために（ほかに設定がない場所）
option-access-member = 誰か
option-access-role = このロールを持つ全員
option-access-channel = チャンネルとそのスレッド、またはカテゴリー
option-history-where = このチャンネル、またはすべての場所
option-history-form = 読むため、またはプログラム用
menu-regenerate = 書き直す
menu-ask-about = これについて質問
menu-translate = 翻訳してもらう

## /status、それぞれ 1 行。

status-model = 🧠 { $model }（エンジンは「{ $engine }」）
status-loading = ⏳ モデルを読み込んでいます。
status-without-model = ⚠ モデルを読み込めませんでした。
status-speed = ⚡ まだ測定していません：起動してからまだ回答していません。
status-speed-written = ⚡ 1 つの回答につき毎秒 { $written } トークンを書いています
status-speed-read = ⚡ 1 つの回答につき毎秒 { $read } トークンを読んでいます
status-speed-both = ⚡ 1 つの回答につき毎秒 { $written } トークンを書き、{ $read } トークンを読んでいます
status-load = ✍ 書いている回答：{ $writing }（同時に { $slots } まで）。待っている回答：{ $waiting }
status-memory = 🗂 ここで覚えていることは { $room } トークンのうち { $used } トークンです（{ $share }%）
status-since = 🕰 起動：{ $moment }

## /context：1 行ずつ。

context-default = 📝 指示：運営者による設定
# $place: "server", "category", "thread" or "channel", for which they were set.
context-own =
    { $place ->
        [server] 📝 指示：このサーバー用に書かれたもの
        [category] 📝 指示：このカテゴリー用に書かれたもの
        [thread] 📝 指示：このスレッド用に書かれたもの
        [direct] 📝 指示：この会話用に書かれたもの
       *[channel] 📝 指示：このチャンネル用に書かれたもの
    }
# $title: whose words they are. $place: as above.
context-persona =
    { $place ->
        [server] 📝 指示：このサーバーで選ばれたペルソナ「{ $title }」のもの
        [category] 📝 指示：このカテゴリーで選ばれたペルソナ「{ $title }」のもの
        [thread] 📝 指示：このスレッドで選ばれたペルソナ「{ $title }」のもの
        [direct] 📝 指示：この会話で選ばれたペルソナ「{ $title }」のもの
       *[channel] 📝 指示：このチャンネルで選ばれたペルソナ「{ $title }」のもの
    }
context-shown = 💬 見せているもの：直近の質問 { $questions } 件とその回答
context-free = ✍ 回答用に空けてある分：{ $tokens } トークン
context-free-thought = 💭 その前に考えるために空けてある分：{ $tokens } トークン
# $moment: when, as Discord shows it to each reader.
context-left-out = ✂ 入りきらず省いたもの：質問 { $questions } 件（最後は { $moment }）
context-summary = 🧾 省いた内容の要約：{ $tokens } トークン
context-title = 🏷 その話題：{ $title }
context-interrupted = ⚠ 見せていないもの：再起動で中断した回答 { $answers } 件
context-unanswered = ❔ 見せていないもの：回答のない質問 { $questions } 件
context-file = 📄 ファイルには、そのすべてが一字一句そのまま入っています。
context-file-without-instructions = 📄 ファイルには、指示を除くすべてが一字一句そのまま入っています。
context-files-by-name = 📎 ほかの人のメッセージに付いていたものは、名前だけが入っています。

## /settings：設定パネル。

panel-title =
    { $place ->
        [thread] このスレッドの設定
        [category] このカテゴリーの設定
        [server] このサーバーの設定
        [direct] この会話の設定
       *[other] このチャンネルの設定
    }
panel-place =
    { $place ->
        [thread] このスレッド
        [category] このカテゴリー
        [server] このサーバー
        [direct] この会話
       *[other] このチャンネル
    }
panel-set-for =
    { $place ->
        [thread] このスレッドで設定
        [category] このカテゴリーで設定
        [server] このサーバーで設定
        [direct] この会話で設定
       *[other] このチャンネルで設定
    }
panel-by-operator = 既定
panel-models-own = モデル自身の値
panel-nobody = 特になし
panel-numbers = 長さとサンプリング
panel-reset = 引き継いだ設定に戻す
panel-inherit = { $field }：引き継ぐ
panel-length =
    { $characters ->
        [0] なし
       *[other] { $characters } 文字
    }
not-yours-to-set = それを設定する権限がありません：カテゴリーには「チャンネルの管理」、サーバー全体には「サーバーの管理」が必要です。
command-withdrawn = ここではもうその操作はできません。誰ができるかは、このサーバーの管理者が決めます。
field-persona = ペルソナ
field-system-prompt = 指示
field-greeting = あいさつ
field-trigger = 回答するのは
field-opens-threads = スレッドで回答
field-language = 私自身の言葉
field-thinking = 先に考える
field-max-thinking-tokens = 最長の思考（トークン）
field-announce = できたら知らせる
field-display = 表や数式を描く
field-summary = 古い部分を要約
field-max-new-tokens = 最長の回答（トークン）
field-temperature = 温度
field-top-p = Top p
field-top-k = Top k
field-repetition-penalty = 繰り返しペナルティ
value-trigger-mention = 呼ばれたとき
value-trigger-all = すべてのメッセージ
value-trigger-never = コマンド以外にはしない
value-opens-threads-true = はい
value-opens-threads-false = いいえ
value-language-auto = その場所の言語で
value-thinking-off = いいえ
value-thinking-on = はい
value-thinking-auto = モデルに任せる
value-announce-off = しない
value-announce-long = 30 秒を超えたら
value-announce-always = いつも
value-display-true = はい
value-display-false = いいえ
value-summary-true = はい
value-summary-false = いいえ
value-language-de = Deutsch
value-language-en = English
value-language-es = Español
value-language-fr = Français
value-language-ja = 日本語
value-language-zh-cn = 简体中文

## 本人に関するもの：本人だけに表示される。

stopped-by-forgetting = ⏹ 停止：質問した人が自分に関するすべてを忘れさせました。
stopped-by-forgetting-a-quote = ⏹ 停止：質問の対象となった発言は、発言した人の希望により忘れました。
nothing-of-you = あなたに聞かれたことは何も保存していません。
history = あなたの質問 { $count } 件と私の回答です。/forget-me を使うと、これまでに聞かれたことをすべて私の記憶から消せます。
history-last = 1 つのファイルに収まりきりません。{ $of } 件の質問のうち最後の { $count } 件と、私の回答です。
forget-you = { $channels } 個のチャンネルにあるあなたの質問 { $questions } 件と私の回答 { $answers } 件を忘れますか？元には戻せません。先に /history where:everywhere ですべて受け取れます。私のメッセージも削除しない限り、メッセージはチャンネルに残ります。
words-elsewhere = ほかの人の質問 { $count } 件にあなたの言葉が含まれています。忘れるときは、そこからも取り除きます。
forget = 忘れる
forget-and-delete = 忘れて、回答のメッセージも削除
cancel = キャンセル
forgetting = ⏳ 忘れています…
nothing-forgotten = 何も忘れていません。
forgotten-you = 🧹 忘れました：{ $channels } 個のチャンネルの質問 { $questions } 件と回答 { $answers } 件。
words-gone = ほかの人の質問 { $count } 件からもあなたの言葉を取り除きました。
messages-gone =
    { $count ->
        [0] 削除できたメッセージはありません。
       *[other] メッセージを { $count } 件削除しました。
    }

## メッセージのメニューの「詳細」：回答がどのように作られたか。

menu-details = 詳細
replay = 再現
not-replayable = その回答がどう作られたか十分にわからないため、もう一度作ることはできません。
another-model = その回答は別のモデル、または別の動かし方で書かれたため、同じものは書けません。
replayed-otherwise = その後、前の会話が変わったため、同じ回答になるとは限りません。
replayed-inexactly = 再現元の回答とは一致していません。今回はモデルの計算で数値の丸められ方が変わったためです。
no-thought = その回答の前に思考はありませんでした。
# $version, $versions: which of how many.
details-version = **バージョン** { $versions } 件中 { $version } 件目
# $model, $engine: names.
details-model = **モデル** { $model }、エンジンは「{ $engine }」
details-persona = **ペルソナ** { $persona }
# $sampling: settings by their names in the model's own files; perhaps none. $tokens: the most tokens an answer may have.
details-sampling = **サンプリング** { $sampling }。最大 { $tokens } トークン。その他はモデル作者の推奨どおり
# $reused: how many of the tokens read were known from the turn before.
details-read = **読み込み** { $read } トークン（うち { $reused } は以前に読んだもの）
details-written = **出力** { $written } トークン
# $rate: tokens a second.
details-speed = **速度** 毎秒 { $rate } トークン
# $waited, $reading, $writing: seconds.
details-times = **時間** 待ち { $waited } 秒、最初の言葉まで { $reading } 秒、書き込み { $writing } 秒
# $used, $context: tokens.
details-context = **コンテキスト** { $context } トークン中 { $used }
# $questions: how many earlier ones the model was not shown.
details-left-out = **省略** 入りきらなかった以前の質問 { $questions } 件

## 一人が使える量。

over-budget = 今の利用枠を使い切りました。{ $moment }にまた使えるようになります。
left =
    { $limit ->
        [answers-per-hour] 🎟 この 1 時間に残っている回答：{ $count }
        [answers-per-day] 🎟 この 1 日に残っている回答：{ $count }
        [tokens-per-hour] 🎟 この 1 時間に残っているトークン：{ $count }
       *[other] 🎟 この 1 日に残っているトークン：{ $count }
    }
