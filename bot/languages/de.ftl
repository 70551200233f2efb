# Was der Bot selbst sagt. Angeredet wird mit „du“.

## Warum eine Antwort zu Ende ist.

stopped = ⏹ Gestoppt.
stopped-by-reset = ⏹ Gestoppt: Die Unterhaltung wurde zurückgesetzt.
stopped-by-restart = ⏹ Gestoppt: Ich werde gerade neu gestartet. Frag bitte gleich noch einmal.
stopped-by-refusal = ⏹ Gestoppt: Ich konnte hier nicht weiterschreiben.
stopped-by-deletion = ⏹ Gestoppt: Die Frage wurde gelöscht.
stopped-by-loop = 🔁 Gestoppt: Ich hatte angefangen, immer wieder dasselbe zu sagen.
stopped-by-length = ⏹ Gestoppt: Mehr davon kann ich hier nicht zeigen.
stopped-by-deadline = ⏹ Gestoppt: Discord lässt mich hier nur 15 Minuten lang schreiben.
interrupted = ⚠ Unterbrochen: Ich wurde neu gestartet, während ich das hier schrieb.
cut-off = Hier abgeschnitten.
cut-off-at =
    { $tokens ->
        [one] Nach { $tokens } Token abgeschnitten.
       *[other] Nach { $tokens } Tokens abgeschnitten.
    }
verbatim = { $text }

## Was steht, wo eine Antwort stehen wird, oder darunter.

thinks = 💭 denkt nach …
thinks-for = 💭 denkt nach … { $seconds } s
waiting =
    { $ahead ->
        [one] ⏳ Vor deiner ist noch { $ahead } Antwort dran.
       *[other] ⏳ Vor deiner sind noch { $ahead } Antworten dran.
    }
waiting-seconds =
    { $ahead ->
        [one] ⏳ Vor deiner ist noch { $ahead } Antwort dran, etwa { $seconds } s.
       *[other] ⏳ Vor deiner sind noch { $ahead } Antworten dran, etwa { $seconds } s.
    }
waiting-minutes =
    { $ahead ->
        [one] ⏳ Vor deiner ist noch { $ahead } Antwort dran, etwa { $minutes } min.
       *[other] ⏳ Vor deiner sind noch { $ahead } Antworten dran, etwa { $minutes } min.
    }
loading = ⏳ Das Modell wird noch geladen. Ich antworte, sobald es bereit ist.
answered = ✅ Deine Antwort ist da.
left-out = Unsere Unterhaltung ist lang geworden: Ab jetzt lasse ich ihren ältesten Teil weg. Mit /reset fangen wir neu an.
unsaved = ⚠ Das konnte ich nicht speichern. Vielleicht erinnere ich mich später nicht daran.
further-in-file = 📄 Es geht weiter: Am Ende kommt alles zusammen als Datei.
in-file = 📄 Es geht weiter: Die ganze Antwort steht in der Datei.

## Was zu einer Datei gesagt wird, die nicht oder nicht bis zu ihrem Ende gelesen wurde. $name: wie sie heißt.

file-archive = 📎 Archive wie { $name } öffne ich nicht.
file-image = 📎 Bilder wie { $name } kann ich nicht sehen: Dieses Modell liest nur Text.
file-media = 📎 { $name } kann ich nicht anhören oder ansehen: Dieses Modell liest nur Text.
file-binary = 📎 { $name } kann ich nicht lesen: Darin steht kein Text.
file-document = 📎 { $name } kann ich nicht lesen: Für solche Dokumente bin ich hier nicht eingerichtet.
file-picture = 📎 Bilder wie { $name } kann ich nicht öffnen: Dafür bin ich hier nicht eingerichtet.
file-damaged = 📎 { $name } konnte ich nicht lesen: Die Datei ist beschädigt oder geschützt.
file-large = 📎 { $name } konnte ich nicht lesen: Die Datei ist mir zu groß.
file-unreachable = 📎 { $name } konnte ich nicht von Discord holen. Bitte schick die Datei noch einmal.
file-many = 📎 { $name } habe ich nicht gelesen: Es kamen zu viele Dateien auf einmal.
# $read, $length: numbers of characters.
file-cut = 📎 { $name } ist mir zu lang: Ich habe die ersten { $read } von { $length } Zeichen gelesen.

## Warum es keine Antwort gibt.

failed = Bei mir ist etwas schiefgelaufen. Versuch es bitte noch einmal.
busy-person =
    { $waiting ->
        [0] Ich bin beschäftigt, und von dir darf keine Frage warten. Frag bitte gleich noch einmal.
        [one] Ich bin beschäftigt, und von dir darf nur { $waiting } Frage auf einmal warten. Frag bitte gleich noch einmal.
       *[other] Ich bin beschäftigt, und von dir dürfen nur { $waiting } Fragen auf einmal warten. Frag bitte gleich noch einmal.
    }
busy-channel =
    { $waiting ->
        [0] Ich bin beschäftigt, und in diesem Kanal darf keine Frage warten. Frag bitte gleich noch einmal.
        [one] Ich bin beschäftigt, und in diesem Kanal darf nur { $waiting } Frage auf einmal warten. Frag bitte gleich noch einmal.
       *[other] Ich bin beschäftigt, und in diesem Kanal dürfen nur { $waiting } Fragen auf einmal warten. Frag bitte gleich noch einmal.
    }
busy-server =
    { $waiting ->
        [0] Ich bin beschäftigt, und auf diesem Server darf keine Frage warten. Frag bitte gleich noch einmal.
        [one] Ich bin beschäftigt, und auf diesem Server darf nur { $waiting } Frage auf einmal warten. Frag bitte gleich noch einmal.
       *[other] Ich bin beschäftigt, und auf diesem Server dürfen nur { $waiting } Fragen auf einmal warten. Frag bitte gleich noch einmal.
    }
too-long = Diese Nachricht ist mir zu lang: Mit den Anweisungen sind es { $tokens } Tokens, und ich kann { $budget } auf einmal lesen. Kürz sie bitte oder schick sie in Teilen.
writing-failed = Beim Schreiben ist etwas schiefgelaufen. Versuch es bitte noch einmal.
unavailable = Das Modell ist gerade nicht verfügbar. Versuch es bitte später noch einmal.
model-lost = Mitten in dieser Antwort ist mir das Modell abhandengekommen. Versuch es bitte gleich noch einmal.
exhausted = Das war zu viel für den Speicher des Modells. Versuch es mit einer kürzeren Nachricht, oder fang mit /reset neu an.
stalled = Das Modell ist verstummt, deshalb habe ich diese Antwort beendet. Versuch es bitte noch einmal; wenn das nicht hilft, muss mich neu starten, wer mich betreibt.
restarting = Das, worauf das Modell läuft, ist ausgefallen, und ich muss neu starten. Frag bitte in ein paar Minuten noch einmal.
nothing-said = Dazu ist dem Modell nichts eingefallen. Frag es mit anderen Worten.
no-history = Ich komme nicht an den Verlauf dieses Kanals. Versuch es bitte noch einmal.
overloaded = Das Modell hat gerade zu viel zu tun. Versuch es bitte gleich noch einmal.
quota = Der Server des Modells meldet, dass sein Kontingent aufgebraucht ist. Bis auf Weiteres kann ich nicht antworten.
setting-refused = Der Server des Modells nimmt meine Einstellung `{ $setting }` nicht an, deshalb kann ich nicht antworten. Wer mich betreibt, kann sie ändern.
english-only = Dieses kleine Modell kann nur Englisch, und das sieht nach einer anderen Sprache aus. Frag bitte auf Englisch, oder gib dem Bot ein größeres Modell.

## Warum etwas nicht geschieht.

leaving = Ich werde gerade neu gestartet. Versuch es bitte gleich noch einmal.
complete = Diese Antwort ist vollständig: Es gibt nichts fortzusetzen.
being-written = Diese Antwort wird gerade geschrieben.
not-written = Diese Antwort wird nicht mehr geschrieben.
no-words = In dieser Nachricht stehen keine Worte.
form-outdated = Dieses Formular ist von vor meinem Neustart, und ich weiß nicht mehr, worum es ging. Bitte öffne es noch einmal.
no-further-version = Von dieser Antwort gibt es keine weitere Fassung.
nothing-here = Hier gibt es keine Antwort von mir, an die ich mich erinnere.
nothing-there = Dort erinnere ich mich an keine Antwort von mir.
not-remembered = An diese Antwort erinnere ich mich nicht mehr.
taken-back = Diese Frage wurde zurückgenommen.
nothing-runs = Hier wird gerade nichts für dich geschrieben.
no-thread = Ich kann hier keinen Thread eröffnen, deshalb antworte ich gleich hier.
not-for-server = Das kann nur jemand für den ganzen Server ändern, der ihn verwalten darf.
# $name: what was typed. $known: names, separated by commas.
no-persona = Ich kenne niemanden namens „{ $name }“. Es gibt: { $known }.
out-of-bounds = So lässt sich das nicht einstellen: { $names }.
not-theirs = Das dürfen hier nur { $name } und die Moderation.
not-theirs-nameless = Das darf hier nur, wer gefragt hat, und die Moderation.

## Was getan wurde.

reset-done = 🧹 Vergessen. Hier fangen wir neu an.
undone = ↩ Zurückgenommen: Ich habe die letzte Frage und meine Antwort darauf vergessen.
prompt-set = 📝 Ab jetzt halte ich mich dort an diese Anweisungen.
prompt-cleared = 📝 Diese Anweisungen gelten nicht mehr. Ab jetzt gilt, was im weiteren Umkreis festgelegt ist.
# $title: who answers, as a title. $place: "server" for all of it, else this channel.
persona-set =
    { $place ->
        [server] 🎭 Auf diesem Server sprichst du ab jetzt mit: **{ $title }**
       *[channel] 🎭 Hier sprichst du ab jetzt mit: **{ $title }**
    }
# $place: "server" for all of it, else this channel.
persona-unset =
    { $place ->
        [server] 🎭 Auf diesem Server antworte ich ab jetzt wie gewohnt.
       *[channel] 🎭 Hier antworte ich ab jetzt wie gewohnt.
    }

## Was auf den Knöpfen unter einer Antwort steht.

button-stop = Stopp
button-regenerate = Neu schreiben
button-continue = Fortsetzen
button-thought = 💭
button-delete = Löschen

## Neben einer Unterhaltung.

greeting = Ja? Frag mich gleich in derselben Nachricht, etwa so: { $mention } Was ist ein Haiku?
presence-loading = Lädt das Modell …
presence-ready = Erwähne mich, oder nimm /ask
# The title of a form, 45 characters at most.
prompt-title = Anweisungen
# The name of its only field, 45 characters at most.
prompt-label = Was mir vor jedem Gespräch gesagt wird
prompt-default = Was mir hier gesagt wird, so wie mein Betreiber es will:
# $place: "server", "category", "thread" or "channel", for which it was set.
prompt-own =
    { $place ->
        [server] Was mir hier gesagt wird, geschrieben für diesen Server:
        [category] Was mir hier gesagt wird, geschrieben für diese Kategorie:
        [thread] Was mir hier gesagt wird, geschrieben für diesen Thread:
        [direct] Was mir hier gesagt wird, geschrieben für dieses Gespräch:
       *[channel] Was mir hier gesagt wird, geschrieben für diesen Kanal:
    }
# $place: the same. $title: whose words they are.
prompt-persona =
    { $place ->
        [server] Was mir hier gesagt wird, von der Persona, die für diesen Server gewählt ist ({ $title }):
        [category] Was mir hier gesagt wird, von der Persona, die für diese Kategorie gewählt ist ({ $title }):
        [thread] Was mir hier gesagt wird, von der Persona, die für diesen Thread gewählt ist ({ $title }):
        [direct] Was mir hier gesagt wird, von der Persona, die für dieses Gespräch gewählt ist ({ $title }):
       *[channel] Was mir hier gesagt wird, von der Persona, die für diesen Kanal gewählt ist ({ $title }):
    }
terminal-help = /reset vergisst, was gesagt wurde, /regenerate schreibt die letzte Antwort neu, /continue setzt eine abgeschnittene fort, /undo nimmt die letzte Frage zurück, /quit oder Strg-D beendet das Programm, Strg-C stoppt eine Antwort.
terminal-thinks = denkt nach

## „Ask about this“ im Menü einer Nachricht: das Formular, das aufgeht.

ask-about-title = Frage zu dieser Nachricht
ask-about-question = Was möchtest du wissen?
ask-about-placeholder = Lass es leer, und ich erkläre die Nachricht

## Wer den Bot benutzen darf: Das sieht nur, wer etwas wollte.

denied = Ich stehe dir hier nicht zur Verfügung: So hat es entschieden, wer mich betreibt oder diesen Server verwaltet.
nobody-named = Sag, wen oder was: ein Mitglied, eine Rolle oder einen Kanal.
lists-full = Die Listen dieses Servers sind mit { $most } Einträgen voll. Entferne welche, oder gib den Leuten eine Rolle und trage diese ein.
let-in = ✅ Zugelassen auf diesem Server: { $names }
kept-out = ⛔ Ausgeschlossen auf diesem Server: { $names }
taken-off-lists = Steht auf keiner der beiden Listen mehr: { $names }
on-no-list = Das steht auf keiner der beiden Listen.
lists-empty = Auf diesem Server ist nichts eingetragen: Hier dürfen mich alle benutzen, soweit es zulässt, wer mich betreibt.

## /help, und was Discord von den Befehlen zeigt: je höchstens 100 Zeichen.

help-about = Ich führe Gespräche mit einem Sprachmodell, das auf dem eigenen Rechner seines Betreibers läuft. Was mir in einem Kanal gesagt wurde, merke ich mir und zeige es in keinem anderen.
# $mention: how the bot is mentioned.
help-talking = Erwähne mich ({ $mention }), antworte auf eine meiner Nachrichten oder schreib mir direkt. Bearbeitest oder löschst du deine Frage, folgt meine Antwort.
help-guest = Ich bin hier zu Gast: Nimm /ask. Was du mich hier fragst, merke ich mir für dich allein.
help-menu = Im Menü einer Nachricht, unter Apps
for-everybody = Für alle
for-moderators = Für alle, die Kanäle verwalten dürfen
for-administrators = Für die Administration
command-ask = Frag mich etwas
command-stop = Stoppe die Antwort, die hier gerade geschrieben wird
command-reset = Vergiss, was in diesem Kanal gesagt wurde, und fang neu an
command-regenerate = Schreib meine letzte Antwort hier neu
command-continue = Setz meine letzte Antwort hier fort, wo sie abgeschnitten wurde
command-undo = Nimm die letzte Frage hier und meine Antwort darauf zurück
command-persona = Wähle, wer in diesem Kanal antwortet
command-system = Was mir hier vor jedem Gespräch gesagt wird
command-system-show = Zeig, was mir hier vor jedem Gespräch gesagt wird
command-system-set = Schreib, was mir hier vor jedem Gespräch gesagt wird
command-system-clear = Nimm zurück, was für diesen Ort geschrieben wurde
command-help = Was ich bin und was du mit mir tun kannst
command-status = Wie es mir geht: das Modell, wie schnell es ist, wer wartet, was ich hier noch weiß
command-context = Was das Modell jetzt von diesem Gespräch gezeigt bekommt, und warum
command-settings = Sehen und ändern, wie ich mich hier verhalte
command-history = Eine Datei mit deinen Fragen und meinen Antworten
command-forget-me = Alles vergessen, was du mich je gefragt hast, überall, mitsamt meinen Antworten
command-access = Wer mich auf diesem Server benutzen darf
command-access-allow = Zulassen: Ist jemand zugelassen, ist es sonst niemand; ist es ein Kanal, ist es kein anderer
command-access-deny = Ausschließen, was auch immer sonst gilt
command-access-remove = Von den Listen nehmen
command-access-list = Die Listen dieses Servers zeigen
option-ask-prompt = Was du fragen möchtest
option-ask-file = Eine Datei, um die es geht
option-ask-thread = In einem eigenen Thread antworten
option-persona-name = Wer ab jetzt antwortet
option-persona-everywhere = Auf dem ganzen Server, wo nichts anderes festgelegt ist
option-system-everywhere = Für den ganzen Server, wo nichts anderes festgelegt ist
option-access-member = Jemand
option-access-role = Alle mit dieser Rolle
option-access-channel = Ein Kanal mit seinen Threads, oder eine Kategorie
option-history-where = Aus diesem Kanal oder von überall
option-history-form = Zum Lesen oder für Programme
menu-regenerate = Neu schreiben
menu-ask-about = Dazu etwas fragen
menu-translate = Für mich übersetzen

## /status, je eine Zeile.

status-model = 🧠 { $model }, mit der Engine „{ $engine }“
status-loading = ⏳ Das Modell wird noch geladen.
status-without-model = ⚠ Das Modell konnte nicht geladen werden.
status-speed = ⚡ Noch nicht gemessen: Seit dem Start wurde nichts beantwortet.
status-speed-written = ⚡ Geschrieben werden für eine Antwort { $written } Tokens je Sekunde
status-speed-read = ⚡ Gelesen werden für eine Antwort { $read } Tokens je Sekunde
status-speed-both = ⚡ Geschrieben werden für eine Antwort { $written } Tokens je Sekunde, gelesen { $read }
status-load = ✍ Antworten in Arbeit: { $writing } von { $slots } zugleich. Wartend: { $waiting }
status-memory = 🗂 Was ich hier noch weiß, nimmt { $used } von { $room } Tokens ein ({ $share } %)
status-since = 🕰 Gestartet { $moment }

## /context, je eine Zeile.

context-default = 📝 Anweisungen: so wie mein Betreiber sie will
# $place: "server", "category", "thread" or "channel", for which they were set.
context-own =
    { $place ->
        [server] 📝 Anweisungen: geschrieben für diesen Server
        [category] 📝 Anweisungen: geschrieben für diese Kategorie
        [thread] 📝 Anweisungen: geschrieben für diesen Thread
        [direct] 📝 Anweisungen: geschrieben für dieses Gespräch
       *[channel] 📝 Anweisungen: geschrieben für diesen Kanal
    }
# $title: whose words they are. $place: as above.
context-persona =
    { $place ->
        [server] 📝 Anweisungen: von der Persona { $title }, gewählt für diesen Server
        [category] 📝 Anweisungen: von der Persona { $title }, gewählt für diese Kategorie
        [thread] 📝 Anweisungen: von der Persona { $title }, gewählt für diesen Thread
        [direct] 📝 Anweisungen: von der Persona { $title }, gewählt für dieses Gespräch
       *[channel] 📝 Anweisungen: von der Persona { $title }, gewählt für diesen Kanal
    }
context-shown =
    { $questions ->
        [0] 💬 Keine frühere Frage wird gezeigt
        [one] 💬 Gezeigt: { $questions } Frage mit ihrer Antwort
       *[other] 💬 Gezeigt: die letzten { $questions } Fragen mit ihren Antworten
    }
context-free =
    { $tokens ->
        [one] ✍ Für die Antwort freigehalten: { $tokens } Token
       *[other] ✍ Für die Antwort freigehalten: { $tokens } Tokens
    }
context-free-thought =
    { $tokens ->
        [one] 💭 Für das Nachdenken davor freigehalten: { $tokens } Token
       *[other] 💭 Für das Nachdenken davor freigehalten: { $tokens } Tokens
    }
# $moment: when, as Discord shows it to each reader.
context-left-out =
    { $questions ->
        [one] ✂ Aus Platzmangel ausgelassen: { $questions } Frage, vom { $moment }
       *[other] ✂ Aus Platzmangel ausgelassen: { $questions } Fragen, die letzte vom { $moment }
    }
context-summary =
    { $tokens ->
        [one] 🧾 Zusammenfassung des Ausgelassenen: { $tokens } Token
       *[other] 🧾 Zusammenfassung des Ausgelassenen: { $tokens } Tokens
    }
context-title = 🏷 Worum es ging: { $title }
context-interrupted =
    { $answers ->
        [one] ⚠ Nicht gezeigt: { $answers } Antwort, die ein Neustart unterbrochen hat
       *[other] ⚠ Nicht gezeigt: { $answers } Antworten, die ein Neustart unterbrochen hat
    }
context-unanswered =
    { $questions ->
        [one] ❔ Nicht gezeigt: { $questions } Frage ohne Antwort
       *[other] ❔ Nicht gezeigt: { $questions } Fragen ohne Antwort
    }
context-file = 📄 In der Datei steht alles, Wort für Wort.
context-file-without-instructions = 📄 In der Datei steht alles, Wort für Wort, nur die Anweisungen nicht.
context-files-by-name = 📎 Von dem, was mit Nachrichten anderer kam, steht darin nur der Name.

## /settings: eine Tafel.

panel-title =
    { $place ->
        [thread] Einstellungen für diesen Thread
        [category] Einstellungen für diese Kategorie
        [server] Einstellungen für diesen Server
        [direct] Einstellungen für dieses Gespräch
       *[other] Einstellungen für diesen Kanal
    }
panel-place =
    { $place ->
        [thread] Für diesen Thread
        [category] Für diese Kategorie
        [server] Für diesen Server
        [direct] Für dieses Gespräch
       *[other] Für diesen Kanal
    }
panel-set-for =
    { $place ->
        [thread] gesetzt für diesen Thread
        [category] gesetzt für diese Kategorie
        [server] gesetzt für diesen Server
        [direct] gesetzt für dieses Gespräch
       *[other] gesetzt für diesen Kanal
    }
panel-by-operator = Vorgabe
panel-models-own = wie es das Modell will
panel-nobody = niemand Bestimmtes
panel-numbers = Länge und Sampling
panel-reset = Auf Geerbtes zurücksetzen
panel-inherit = { $field }: geerbt
panel-length =
    { $characters ->
        [0] keine
       *[other] { $characters } Zeichen
    }
not-yours-to-set = Das darfst du nicht einstellen: Für eine Kategorie braucht es „Kanäle verwalten“, für den ganzen Server „Server verwalten“.
command-withdrawn = Das darfst du hier nicht mehr. Wer das darf, entscheidet, wer diesen Server verwaltet.
field-persona = Persona
field-system-prompt = Anweisungen
field-greeting = Begrüßung
field-trigger = Ich antworte
field-opens-threads = Antworten in Threads
field-language = Meine eigenen Sätze
field-thinking = Erst nachdenken
field-max-thinking-tokens = Längstes Nachdenken, in Tokens
field-announce = Anpingen, wenn fertig
field-display = Tabellen und Formeln zeichnen
field-summary = Ältester Teil zusammengefasst
field-max-new-tokens = Längste Antwort, in Tokens
field-temperature = Temperatur
field-top-p = Top p
field-top-k = Top k
field-repetition-penalty = Strafe für Wiederholung
value-trigger-mention = wenn ich gerufen werde
value-trigger-all = auf jede Nachricht
value-trigger-never = nie, außer auf Befehle
value-opens-threads-true = ja
value-opens-threads-false = nein
value-language-auto = in der Sprache des Ortes
value-thinking-off = nein
value-thinking-on = ja
value-thinking-auto = wie es das Modell tut
value-announce-off = nie
value-announce-long = nach 30 Sekunden
value-announce-always = immer
value-display-true = ja
value-display-false = nein
value-summary-true = ja
value-summary-false = nein
value-language-de = Deutsch
value-language-en = English
value-language-es = Español
value-language-fr = Français
value-language-ja = 日本語
value-language-zh-cn = 简体中文

## Was jemandem selbst gehört: Nur diese Person sieht es.

stopped-by-forgetting = ⏹ Gestoppt: Wer gefragt hat, hat mich alles von sich vergessen lassen.
stopped-by-forgetting-a-quote = ⏹ Gestoppt: Worum es in der Frage ging, ist vergessen; wer es gesagt hat, wollte das so.
nothing-of-you = Ich habe nichts gespeichert, was du mich gefragt hast.
history =
    { $count ->
        [one] Deine Frage und meine Antwort darauf. /forget-me nimmt alles, was du mich je gefragt hast, aus meinem Gedächtnis.
       *[other] Deine { $count } Fragen und meine Antworten darauf. /forget-me nimmt alles, was du mich je gefragt hast, aus meinem Gedächtnis.
    }
history-last = Es ist mehr, als in eine Datei passt: Hier sind die letzten { $count } deiner { $of } Fragen und meine Antworten darauf.
forget-you = Soll ich { $questions ->
        [one] deine Frage
       *[other] deine { $questions } Fragen
    } und { $answers ->
        [one] meine Antwort
       *[other] meine { $answers } Antworten
    } in { $channels ->
        [one] einem Kanal
       *[other] { $channels } Kanälen
    } vergessen? Das lässt sich nicht rückgängig machen; /history where:everywhere gibt dir vorher alles. Die Nachrichten bleiben in den Kanälen, wenn du meine nicht auch löschen lässt.
words-elsewhere =
    { $count ->
        [one] In der Frage von jemand anderem stehen Worte von dir: Beim Vergessen verschwinden sie auch dort.
       *[other] In { $count } Fragen von anderen stehen Worte von dir: Beim Vergessen verschwinden sie auch dort.
    }
forget = Vergessen
forget-and-delete = Vergessen und die Antworten löschen
cancel = Abbrechen
forgetting = ⏳ Ich vergesse es gerade …
nothing-forgotten = Ich habe nichts vergessen.
forgotten-you = 🧹 Vergessen: { $questions ->
        [one] eine Frage
       *[other] { $questions } Fragen
    } und { $answers ->
        [one] eine Antwort
       *[other] { $answers } Antworten
    } in { $channels ->
        [one] einem Kanal
       *[other] { $channels } Kanälen
    }.
words-gone =
    { $count ->
        [one] Deine Worte stehen auch in der Frage von jemand anderem nicht mehr.
       *[other] Deine Worte stehen auch in { $count } Fragen von anderen nicht mehr.
    }
messages-gone =
    { $count ->
        [0] Ich konnte keine Nachricht löschen.
        [one] Ich habe eine Nachricht gelöscht.
       *[other] Ich habe { $count } Nachrichten gelöscht.
    }

## „Details“ im Menü einer Nachricht: wie die Antwort zustande kam.

menu-details = Details
replay = Wiederholen
not-replayable = Ich weiß nicht genug darüber, wie diese Antwort entstanden ist, um sie noch einmal zu schreiben.
another-model = Diese Antwort hat ein anderes Modell geschrieben, oder es lief anders. Dieselbe kann ich nicht schreiben.
replayed-otherwise = Was davor stand, hat sich inzwischen geändert: Es muss nicht dieselbe Antwort sein.
replayed-inexactly = Dies weicht von der wiederholten Fassung ab: Das Modell hat beim Rechnen diesmal anders gerundet.
no-thought = Vor dieser Antwort wurde nichts gedacht.
# $version, $versions: which of how many.
details-version = **Fassung** { $version } von { $versions }
# $model, $engine: names.
details-model = **Modell** { $model }, mit der Engine „{ $engine }“
details-persona = **Persona** { $persona }
# $sampling: settings by their names in the model's own files; perhaps none. $tokens: the most tokens an answer may have.
details-sampling = **Sampling** { $sampling }; höchstens { $tokens } Tokens; alles andere, wie die Macher des Modells es empfehlen
# $reused: how many of the tokens read were known from the turn before.
details-read = **Gelesen** { $read } Tokens, davon { $reused } schon bekannt
details-written =
    { $written ->
        [one] **Geschrieben** { $written } Token
       *[other] **Geschrieben** { $written } Tokens
    }
# $rate: tokens a second.
details-speed = **Tempo** { $rate } Tokens pro Sekunde
# $waited, $reading, $writing: seconds.
details-times = **Zeit** { $waited } s gewartet, { $reading } s bis zum ersten Wort, { $writing } s geschrieben
# $used, $context: tokens.
details-context = **Kontext** { $used } von { $context } Tokens
# $questions: how many earlier ones the model was not shown.
details-left-out =
    { $questions ->
        [one] **Weggelassen** { $questions } frühere Frage, für die kein Platz war
       *[other] **Weggelassen** { $questions } frühere Fragen, für die kein Platz war
    }

## Wie viel jemand benutzen darf.

over-budget = Du hast für den Moment aufgebraucht, was dir zusteht. Mehr gibt es { $moment }.
left =
    { $limit ->
        [answers-per-hour] 🎟 Antworten, die dir in dieser Stunde bleiben: { $count }
        [answers-per-day] 🎟 Antworten, die dir an diesem Tag bleiben: { $count }
        [tokens-per-hour] 🎟 Tokens, die dir in dieser Stunde bleiben: { $count }
       *[other] 🎟 Tokens, die dir an diesem Tag bleiben: { $count }
    }
