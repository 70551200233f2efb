# What the bot itself says. Every file has the same messages, with the same arguments.

## Why an answer ended: small print below it, or alone in its place.

stopped = ⏹ Stopped.
stopped-by-reset = ⏹ Stopped: the conversation was reset.
stopped-by-restart = ⏹ Stopped: I am being restarted. Please ask again in a moment.
stopped-by-refusal = ⏹ Stopped: I could not write on here.
stopped-by-deletion = ⏹ Stopped: the question was deleted.
stopped-by-loop = 🔁 Stopped: I had begun to say the same over and over again.
stopped-by-length = ⏹ Stopped: no more of it can be shown here.
stopped-by-deadline = ⏹ Stopped: Discord lets me write for 15 minutes only here.
interrupted = ⚠ Interrupted: I was restarted while I was writing this.
cut-off = Cut off here.
# $tokens: the most tokens an answer may have.
cut-off-at =
    { $tokens ->
        [one] Cut off at { $tokens } token.
       *[other] Cut off at { $tokens } tokens.
    }
# $text: a sentence of an earlier version of the bot.
verbatim = { $text }

## What stands where an answer will, or below it.

thinks = 💭 thinking …
thinks-for = 💭 thinking … { $seconds } s

# $ahead: how many answers come first. $seconds, $minutes: how long that takes.
waiting =
    { $ahead ->
        [one] ⏳ { $ahead } answer before yours.
       *[other] ⏳ { $ahead } answers before yours.
    }
waiting-seconds =
    { $ahead ->
        [one] ⏳ { $ahead } answer before yours, about { $seconds } s.
       *[other] ⏳ { $ahead } answers before yours, about { $seconds } s.
    }
waiting-minutes =
    { $ahead ->
        [one] ⏳ { $ahead } answer before yours, about { $minutes } min.
       *[other] ⏳ { $ahead } answers before yours, about { $minutes } min.
    }
loading = ⏳ The model is still loading. I will answer as soon as it is ready.
answered = ✅ Your answer is there.
left-out = Our conversation has grown long: from now on its oldest part is left out. /reset starts afresh.
unsaved = ⚠ I could not save this, so I may not remember it.
further-in-file = 📄 There is more: all of it comes as a file in the end.
in-file = 📄 There is more: the file holds all of it.

## What is said of a file that was not read, or not to its end. $name: what it is called.

file-archive = 📎 I do not open archives such as { $name }.
file-image = 📎 I cannot see images such as { $name }: this model reads text only.
file-media = 📎 I cannot hear or watch { $name }: this model reads text only.
file-binary = 📎 I cannot read { $name }: there is no text in it.
file-document = 📎 I cannot read { $name }: documents like this one are not set up here.
file-picture = 📎 I cannot open pictures such as { $name }: that is not set up here.
file-damaged = 📎 I could not read { $name }: it is damaged or locked.
file-large = 📎 I could not read { $name }: it is too large for me.
file-unreachable = 📎 I could not get { $name } from Discord. Please send it again.
file-many = 📎 I did not read { $name }: too many files came at once.
# $read, $length: numbers of characters.
file-cut = 📎 { $name } is too long for me: I read its first { $read } of { $length } characters.

## Why there is no answer.

failed = Something went wrong on my side. Please try again.
# $waiting: how many may wait.
busy-person =
    { $waiting ->
        [0] I am busy, and no question of yours may wait. Please ask again in a moment.
        [one] I am busy, and only { $waiting } question of yours may wait at a time. Please ask again in a moment.
       *[other] I am busy, and only { $waiting } questions of yours may wait at a time. Please ask again in a moment.
    }
busy-channel =
    { $waiting ->
        [0] I am busy, and no question may wait in this channel. Please ask again in a moment.
        [one] I am busy, and only { $waiting } question may wait in this channel at a time. Please ask again in a moment.
       *[other] I am busy, and only { $waiting } questions may wait in this channel at a time. Please ask again in a moment.
    }
busy-server =
    { $waiting ->
        [0] I am busy, and no question may wait on this server. Please ask again in a moment.
        [one] I am busy, and only { $waiting } question may wait on this server at a time. Please ask again in a moment.
       *[other] I am busy, and only { $waiting } questions may wait on this server at a time. Please ask again in a moment.
    }
# $tokens: what the message needs. $budget: what the model can read.
too-long = That message is too long for me: with the instructions it takes { $tokens } tokens, and I can read { $budget } at once. Please shorten it or send it in parts.
writing-failed = Something went wrong while I was writing. Please try again.
unavailable = The model isn't available right now. Please try again later.
model-lost = I lost the model in the middle of this answer. Please try again in a moment.
exhausted = That was too much for the model's memory. Try a shorter message, or /reset to start afresh.
stalled = The model has fallen silent, so I ended this answer. Please try again; if that does not help, whoever runs me has to start me anew.
restarting = Something the model runs on has failed, and I have to start anew. Please ask again in a few minutes.
nothing-said = The model had nothing to say to that. Try asking in other words.
no-history = I couldn't reach this channel's history. Please try again.
overloaded = The model has too much to do right now. Please try again in a moment.
quota = The model's server says that its quota is used up, so I can't answer for now.
# $setting: a name in the bot's settings.
setting-refused = The model's server does not accept my setting `{ $setting }`, so I can't answer. Whoever runs me can change it.
english-only = This small model only knows English, and that looks like another language. Please ask in English, or give the bot a larger model.

## Why something is not done: only whoever wanted it sees this.

leaving = I am being restarted. Please try again in a moment.
complete = That answer is complete: there is nothing to continue.
being-written = That answer is being written right now.
no-words = There are no words in that message.
form-outdated = That form is from before I was started again, and I no longer know what it was about. Please open it once more.
not-written = That answer is not being written any more.
no-further-version = There is no further version of that answer.
nothing-here = There is no answer of mine here that I remember.
nothing-there = I do not remember an answer of mine there.
not-remembered = I do not remember that answer any more.
taken-back = That question was taken back.
nothing-runs = Nothing of yours is being written here.
no-thread = I cannot open a thread here, so I answer right here.
not-for-server = Only somebody who may manage the server can change that for all of it.
# $name: what was typed. $known: names, separated by commas.
no-persona = I know nobody called “{ $name }”. There are: { $known }.
# $names: settings, separated by commas.
out-of-bounds = That cannot be set so: { $names }.
# $name: who asked.
not-theirs = Only { $name } or a moderator can do that here.
not-theirs-nameless = Only who asked or a moderator can do that here.

## What was done.

reset-done = 🧹 Forgotten. We start afresh here.
undone = ↩ Taken back: I have forgotten the last question and my answer to it.
prompt-set = 📝 From now on I follow these instructions there.
prompt-cleared = 📝 Those instructions are gone. From now on I follow what is set around them.
# $title: who answers, as a title. $place: "server" for all of it, else this channel.
persona-set =
    { $place ->
        [server] 🎭 On this server you talk from now on with: **{ $title }**
       *[channel] 🎭 Here you talk from now on with: **{ $title }**
    }
# $place: "server" for all of it, else this channel.
persona-unset =
    { $place ->
        [server] 🎭 On this server I answer as usual from now on.
       *[channel] 🎭 Here I answer as usual from now on.
    }

## What stands on the buttons under an answer.

button-stop = Stop
button-regenerate = Regenerate
button-continue = Continue
button-thought = 💭
button-delete = Delete

## Beside a conversation.

# $mention: what mentions the bot.
greeting = Yes? Ask me something in the same message, like: { $mention } what is a haiku?
presence-loading = Loading the model…
presence-ready = Mention me, or use /ask
# The title of a form, 45 characters at most.
prompt-title = Instructions
# The name of its only field, 45 characters at most.
prompt-label = What I am told before every conversation
prompt-default = What I am told here, as whoever runs me wants it:
# $place: "server", "category", "thread" or "channel", for which it was set.
prompt-own =
    { $place ->
        [server] What I am told here, written for this server:
        [category] What I am told here, written for this category:
        [thread] What I am told here, written for this thread:
        [direct] What I am told here, written for this conversation:
       *[channel] What I am told here, written for this channel:
    }
# $place: the same. $title: whose words they are.
prompt-persona =
    { $place ->
        [server] What I am told here, by the persona chosen for this server ({ $title }):
        [category] What I am told here, by the persona chosen for this category ({ $title }):
        [thread] What I am told here, by the persona chosen for this thread ({ $title }):
        [direct] What I am told here, by the persona chosen for this conversation ({ $title }):
       *[channel] What I am told here, by the persona chosen for this channel ({ $title }):
    }
terminal-help = /reset forgets what was said, /regenerate writes the last answer anew, /continue goes on with a cut one, /undo takes the last question back, /quit or Ctrl-D leaves, Ctrl-C stops an answer.
terminal-thinks = thinking

## “Ask about this”, in a message's menu: the form that opens.

ask-about-title = Ask about this message
ask-about-question = What do you want to know?
ask-about-placeholder = Leave it empty to have the message explained

## Who may use the bot: only whoever wanted something sees this.

denied = I am not for you to use here: whoever runs me, or an administrator of this server, decided so.
nobody-named = Say whom or what: a member, a role or a channel.
# $most: how many entries there may be.
lists-full = This server's lists are full with { $most } entries. Remove some, or give people a role and enter that.
# $names: members, roles and channels, separated by commas.
let-in = ✅ Let in on this server: { $names }
kept-out = ⛔ Kept out of this server: { $names }
taken-off-lists = On neither list any more: { $names }
on-no-list = That is on neither list.
lists-empty = Nothing is entered on this server: everybody may use me here, as far as whoever runs me lets them.

## /help, and what Discord shows of the commands: at most 100 characters each.

help-about = I hold conversations with a language model that runs on its operator's own machine. I remember what was said to me in each channel, and show it in no other one.
# $mention: how the bot is mentioned.
help-talking = Mention me ({ $mention }), reply to one of my messages, or write to me directly. Edit or delete your question, and my answer follows.
help-guest = I am a guest here: use /ask. What you ask me here I remember for you alone.
help-menu = In a message's menu, under Apps
for-everybody = For everybody
for-moderators = For whoever may manage channels
for-administrators = For administrators
command-ask = Ask me something
command-stop = Stop the answer that is being written here
command-reset = Forget what was said in this channel and start afresh
command-regenerate = Write my last answer here anew
command-continue = Go on with my last answer here, where it was cut
command-undo = Take back the last question here, and my answer to it
command-persona = Choose who answers in this channel
command-system = What I am told before every conversation here
command-system-show = Show what I am told before every conversation here
command-system-set = Write what I am told before every conversation here
command-system-clear = Take back what was written for this place
command-help = What I am, and what you can do with me
command-status = How I am doing: the model, its speed, who waits, and what I remember here
command-context = What the model is shown now of this conversation, and why
command-settings = See and change how I behave here
command-history = Get a file of what you asked me, and what I answered
command-forget-me = Have me forget all you ever asked me, everywhere, and my answers
command-access = Who may use me on this server
command-access-allow = Let in: once anybody is, nobody else is; once a channel is, no other one is
command-access-deny = Keep out, whatever else is said
command-access-remove = Take off the lists
command-access-list = Show the lists of this server
option-ask-prompt = What you want to ask
option-ask-file = A file to ask about
option-ask-thread = Answer in a thread of its own
option-persona-name = Who answers from now on
option-persona-everywhere = On the whole server, where nothing else is set
option-system-everywhere = For the whole server, where nothing else is set
option-access-member = Somebody
option-access-role = All who have this role
option-access-channel = A channel with its threads, or a category
option-history-where = Of this channel, or of everywhere
option-history-form = To be read, or for programs
menu-regenerate = Regenerate
menu-ask-about = Ask about this
menu-translate = Translate for me

## /status, a line each.

# $model, $engine: names.
status-model = 🧠 { $model }, with the engine “{ $engine }”
status-loading = ⏳ The model is still loading.
status-without-model = ⚠ The model could not be loaded.
status-speed = ⚡ Not measured yet: nothing was answered since the start.
# $written, $read: tokens a second.
status-speed-written = ⚡ { $written } tokens a second are written for one answer
status-speed-read = ⚡ { $read } tokens a second are read for one answer
status-speed-both = ⚡ { $written } tokens a second are written for one answer, and { $read } read
# $writing: how many answers are being written, of $slots at once. $waiting: how many wait.
status-load = ✍ Answers being written: { $writing } of { $slots } at once. Waiting: { $waiting }
# $used: how many of $room tokens are taken. $share: the same in percent.
status-memory = 🗂 What I remember here takes { $used } of { $room } tokens ({ $share } %)
# $moment: how long ago it was, in the reader's language.
status-since = 🕰 I started { $moment }

## /context, a line each: what the model is shown before the next question.

context-default = 📝 Instructions: as whoever runs me wants them
# $place: "server", "category", "thread" or "channel", for which they were set.
context-own =
    { $place ->
        [server] 📝 Instructions: written for this server
        [category] 📝 Instructions: written for this category
        [thread] 📝 Instructions: written for this thread
        [direct] 📝 Instructions: written for this conversation
       *[channel] 📝 Instructions: written for this channel
    }
# $title: whose words they are. $place: as above.
context-persona =
    { $place ->
        [server] 📝 Instructions: of the persona { $title }, chosen for this server
        [category] 📝 Instructions: of the persona { $title }, chosen for this category
        [thread] 📝 Instructions: of the persona { $title }, chosen for this thread
        [direct] 📝 Instructions: of the persona { $title }, chosen for this conversation
       *[channel] 📝 Instructions: of the persona { $title }, chosen for this channel
    }
context-shown =
    { $questions ->
        [0] 💬 No earlier question is shown
        [one] 💬 Shown: { $questions } question with its answer
       *[other] 💬 Shown: the last { $questions } questions with their answers
    }
context-free =
    { $tokens ->
        [one] ✍ Kept free for the answer: { $tokens } token
       *[other] ✍ Kept free for the answer: { $tokens } tokens
    }
context-free-thought =
    { $tokens ->
        [one] 💭 Kept free for a thought before it: { $tokens } token
       *[other] 💭 Kept free for a thought before it: { $tokens } tokens
    }
# $moment: when, as Discord shows it to each reader.
context-left-out =
    { $questions ->
        [one] ✂ Left out, for want of room: { $questions } question, of { $moment }
       *[other] ✂ Left out, for want of room: { $questions } questions, the last of { $moment }
    }
context-summary =
    { $tokens ->
        [one] 🧾 Summed up, of what is left out: { $tokens } token
       *[other] 🧾 Summed up, of what is left out: { $tokens } tokens
    }
context-title = 🏷 What it was about: { $title }
context-interrupted =
    { $answers ->
        [one] ⚠ Not shown: { $answers } answer that a restart interrupted
       *[other] ⚠ Not shown: { $answers } answers that a restart interrupted
    }
context-unanswered =
    { $questions ->
        [one] ❔ Not shown: { $questions } question without an answer
       *[other] ❔ Not shown: { $questions } questions without an answer
    }
context-file = 📄 The file holds all of it, word for word.
context-file-without-instructions = 📄 The file holds all of it, word for word, but for the instructions.
context-files-by-name = 📎 What came with other people’s messages stands in it by name alone.

## /settings: a panel.

# $place: "channel", "thread", "category", "server", or "direct" messages.
panel-title =
    { $place ->
        [thread] Settings for this thread
        [category] Settings for this category
        [server] Settings for this server
        [direct] Settings for this conversation
       *[other] Settings for this channel
    }
panel-place =
    { $place ->
        [thread] For this thread
        [category] For this category
        [server] For this server
        [direct] For this conversation
       *[other] For this channel
    }
# Said behind a value.
panel-set-for =
    { $place ->
        [thread] set for this thread
        [category] set for this category
        [server] set for this server
        [direct] set for this conversation
       *[other] set for this channel
    }
panel-by-operator = default
panel-models-own = the model's own
panel-nobody = nobody in particular
panel-numbers = Length and sampling
panel-reset = Reset to what is inherited
# $field: what can be set, as below.
panel-inherit = { $field }: inherited
# $characters: how long a text is.
panel-length =
    { $characters ->
        [0] none
        [one] { $characters } character
       *[other] { $characters } characters
    }
not-yours-to-set = That is not yours to set: a category takes Manage Channels, the whole server Manage Server.
command-withdrawn = You may not do that here any more. Whoever manages this server decides who may.
field-persona = Persona
field-system-prompt = Instructions
field-greeting = Greeting
field-trigger = I answer
field-opens-threads = Answers in threads
field-language = My own sentences
field-thinking = Thinking first
field-max-thinking-tokens = Longest thought, in tokens
field-announce = Pinging when done
field-display = Tables and formulas drawn
field-summary = Oldest part summed up
field-max-new-tokens = Longest answer, in tokens
field-temperature = Temperature
field-top-p = Top p
field-top-k = Top k
field-repetition-penalty = Repetition penalty
value-trigger-mention = when I am called
value-trigger-all = every message
value-trigger-never = never, but to commands
value-opens-threads-true = yes
value-opens-threads-false = no
value-language-auto = in the place's language
value-thinking-off = no
value-thinking-on = yes
value-thinking-auto = as the model does
value-announce-off = never
value-announce-long = after 30 seconds
value-announce-always = always
value-display-true = yes
value-display-false = no
value-summary-true = yes
value-summary-false = no
value-language-de = Deutsch
value-language-en = English
value-language-es = Español
value-language-fr = Français
value-language-ja = 日本語
value-language-zh-cn = 简体中文

## What is somebody's own: only they see this.

stopped-by-forgetting = ⏹ Stopped: whoever asked had me forget everything of theirs.
stopped-by-forgetting-a-quote = ⏹ Stopped: what was asked about is forgotten, as whoever said it wished.
nothing-of-you = I keep nothing that you asked me.
# $count: how many questions and answers are in the file.
history =
    { $count ->
        [one] Your question and my answer to it. /forget-me takes what you ever asked me out of my memory.
       *[other] Your { $count } questions and my answers to them. /forget-me takes what you ever asked me out of my memory.
    }
# $count: how many are in the file. $of: how many there are.
history-last = There is more than one file may hold: here are the last { $count } of your { $of } questions, and my answers to them.
# $questions, $answers, $channels: how many of each.
forget-you = Shall I forget your { $questions ->
        [one] question
       *[other] { $questions } questions
    } and my { $answers ->
        [one] answer
       *[other] { $answers } answers
    } in { $channels ->
        [one] one channel
       *[other] { $channels } channels
    }? There is no way back; /history where:everywhere gives you all of it before. Messages stay in the channels unless you want mine deleted, too.
# $count: how many questions of others.
words-elsewhere =
    { $count ->
        [one] Somebody else’s question holds words of yours: forgetting takes them out of it.
       *[other] { $count } questions of others hold words of yours: forgetting takes them out of these.
    }
forget = Forget
forget-and-delete = Forget, and delete the answers
cancel = Cancel
forgetting = ⏳ I am forgetting it…
nothing-forgotten = I have forgotten nothing.
forgotten-you = 🧹 Forgotten: { $questions ->
        [one] one question
       *[other] { $questions } questions
    } and { $answers ->
        [one] one answer
       *[other] { $answers } answers
    } in { $channels ->
        [one] one channel
       *[other] { $channels } channels
    }.
# $count: how many questions of others.
words-gone =
    { $count ->
        [one] Your words are gone from somebody else’s question.
       *[other] Your words are gone from { $count } questions of others.
    }
# $count: how many messages.
messages-gone =
    { $count ->
        [0] I could delete no message.
        [one] I deleted one message.
       *[other] I deleted { $count } messages.
    }

## “Details” in the menu of a message: how its answer came to be.

menu-details = Details
replay = Replay
not-replayable = I do not know enough of how that answer was made to make it again.
another-model = That answer was written by another model, or run in another way, so I cannot write the same one.
replayed-otherwise = What came before has changed since, so this need not be the same answer.
replayed-inexactly = This is not word for word the version replayed: the model’s sums were rounded differently this time.
no-thought = Nothing was thought before that answer.
# $version, $versions: which of how many.
details-version = **Version** { $version } of { $versions }
# $model, $engine: names.
details-model = **Model** { $model }, with the engine “{ $engine }”
details-persona = **Persona** { $persona }
# $sampling: settings by their names in the model's own files; perhaps none. $tokens: the most tokens an answer may have.
details-sampling = **Sampling** { $sampling }; at most { $tokens } tokens; all else as the model's makers suggest
# $reused: how many of the tokens read were known from the turn before.
details-read = **Read** { $read } tokens, { $reused } of them known from before
details-written =
    { $written ->
        [one] **Written** { $written } token
       *[other] **Written** { $written } tokens
    }
# $rate: tokens a second.
details-speed = **Speed** { $rate } tokens a second
# $waited, $reading, $writing: seconds.
details-times = **Time** { $waited } s waiting, { $reading } s until the first word, { $writing } s writing
# $used, $context: tokens.
details-context = **Context** { $used } of { $context } tokens
# $questions: how many earlier ones the model was not shown.
details-left-out =
    { $questions ->
        [one] **Left out** { $questions } earlier question, for which there was no room
       *[other] **Left out** { $questions } earlier questions, for which there was no room
    }

## How much somebody may use.

# $moment: when, as Discord shows it to each reader.
over-budget = You have used up what you may for now. There is more { $moment }.
# $limit: which one. $count: what is left of it.
left =
    { $limit ->
        [answers-per-hour] 🎟 Answers left to you in this hour: { $count }
        [answers-per-day] 🎟 Answers left to you in this day: { $count }
        [tokens-per-hour] 🎟 Tokens left to you in this hour: { $count }
       *[other] 🎟 Tokens left to you in this day: { $count }
    }
