# Ce que le bot dit lui-même. Il tutoie.

## Pourquoi une réponse est terminée.

stopped = ⏹ Arrêté.
stopped-by-reset = ⏹ Arrêté : la conversation a été réinitialisée.
stopped-by-restart = ⏹ Arrêté : je redémarre. Repose ta question dans un instant.
stopped-by-refusal = ⏹ Arrêté : je n’ai pas pu continuer à écrire ici.
stopped-by-deletion = ⏹ Arrêté : la question a été supprimée.
stopped-by-loop = 🔁 Arrêté : je commençais à répéter toujours la même chose.
stopped-by-length = ⏹ Arrêté : je ne peux pas en montrer davantage ici.
stopped-by-deadline = ⏹ Arrêté : ici, Discord ne me laisse écrire que 15 minutes.
interrupted = ⚠ Interrompu : j’ai redémarré pendant que j’écrivais ceci.
cut-off = Coupé ici.
cut-off-at =
    { $tokens ->
        [one] Coupé à { $tokens } token.
       *[other] Coupé à { $tokens } tokens.
    }
verbatim = { $text }

## Ce qui tient la place d’une réponse, ou se trouve en dessous.

thinks = 💭 réfléchit…
thinks-for = 💭 réfléchit… { $seconds } s
waiting =
    { $ahead ->
        [one] ⏳ { $ahead } réponse passe avant la tienne.
       *[other] ⏳ { $ahead } réponses passent avant la tienne.
    }
waiting-seconds =
    { $ahead ->
        [one] ⏳ { $ahead } réponse passe avant la tienne, environ { $seconds } s.
       *[other] ⏳ { $ahead } réponses passent avant la tienne, environ { $seconds } s.
    }
waiting-minutes =
    { $ahead ->
        [one] ⏳ { $ahead } réponse passe avant la tienne, environ { $minutes } min.
       *[other] ⏳ { $ahead } réponses passent avant la tienne, environ { $minutes } min.
    }
loading = ⏳ Le modèle est en cours de chargement. Je répondrai dès qu’il sera prêt.
answered = ✅ Ta réponse est là.
left-out = Notre conversation est devenue longue : je laisse désormais de côté son début. /reset repart de zéro.
unsaved = ⚠ Je n’ai pas pu enregistrer ceci, il se peut que je ne m’en souvienne pas.
further-in-file = 📄 Il y a une suite : tout arrive à la fin dans un fichier.
in-file = 📄 Il y a une suite : le fichier contient toute la réponse.

## Ce qui est dit d’un fichier qui n’a pas été lu, ou pas jusqu’au bout. $name : son nom.

file-archive = 📎 Je n’ouvre pas les archives comme { $name }.
file-image = 📎 Je ne vois pas les images comme { $name } : ce modèle ne lit que du texte.
file-media = 📎 Je ne peux ni écouter ni regarder { $name } : ce modèle ne lit que du texte.
file-binary = 📎 Je ne peux pas lire { $name } : il n’y a pas de texte dedans.
file-document = 📎 Je ne peux pas lire { $name } : ce type de document n’est pas pris en charge ici.
file-picture = 📎 Je ne peux pas ouvrir les images comme { $name } : ce n’est pas prévu ici.
file-damaged = 📎 Je n’ai pas pu lire { $name } : le fichier est endommagé ou protégé.
file-large = 📎 Je n’ai pas pu lire { $name } : le fichier est trop gros pour moi.
file-unreachable = 📎 Je n’ai pas pu récupérer { $name } auprès de Discord. Renvoie-le, s’il te plaît.
file-many = 📎 Je n’ai pas lu { $name } : trop de fichiers sont arrivés d’un coup.
# $read, $length: numbers of characters.
file-cut = 📎 { $name } est trop long pour moi : j’en ai lu les { $read } premiers caractères sur { $length }.

## Pourquoi il n’y a pas de réponse.

failed = Quelque chose s’est mal passé de mon côté. Réessaie, s’il te plaît.
busy-person =
    { $waiting ->
        [0] Je suis occupé, et aucune de tes questions ne peut attendre. Réessaie dans un instant.
        [one] Je suis occupé, et une seule de tes questions peut attendre à la fois. Réessaie dans un instant.
       *[other] Je suis occupé, et { $waiting } de tes questions au plus peuvent attendre à la fois. Réessaie dans un instant.
    }
busy-channel =
    { $waiting ->
        [0] Je suis occupé, et aucune question ne peut attendre dans ce salon. Réessaie dans un instant.
        [one] Je suis occupé, et une seule question peut attendre à la fois dans ce salon. Réessaie dans un instant.
       *[other] Je suis occupé, et { $waiting } questions au plus peuvent attendre à la fois dans ce salon. Réessaie dans un instant.
    }
busy-server =
    { $waiting ->
        [0] Je suis occupé, et aucune question ne peut attendre sur ce serveur. Réessaie dans un instant.
        [one] Je suis occupé, et une seule question peut attendre à la fois sur ce serveur. Réessaie dans un instant.
       *[other] Je suis occupé, et { $waiting } questions au plus peuvent attendre à la fois sur ce serveur. Réessaie dans un instant.
    }
too-long = Ce message est trop long pour moi : avec les instructions, il fait { $tokens } tokens, et je peux en lire { $budget } à la fois. Raccourcis-le ou envoie-le en plusieurs fois.
writing-failed = Quelque chose s’est mal passé pendant que j’écrivais. Réessaie, s’il te plaît.
unavailable = Le modèle n’est pas disponible pour le moment. Réessaie plus tard.
model-lost = J’ai perdu le modèle au milieu de cette réponse. Réessaie dans un instant.
exhausted = C’était trop pour la mémoire du modèle. Essaie un message plus court, ou /reset pour repartir de zéro.
stalled = Le modèle s’est tu, j’ai donc mis fin à cette réponse. Réessaie, s’il te plaît ; si cela n’aide pas, la personne qui m’héberge doit me redémarrer.
restarting = Ce sur quoi tourne le modèle est tombé en panne, je dois redémarrer. Redemande dans quelques minutes, s’il te plaît.
nothing-said = Le modèle n’a rien trouvé à répondre. Essaie de le demander autrement.
no-history = Je n’ai pas pu accéder à l’historique de ce salon. Réessaie, s’il te plaît.
overloaded = Le modèle a trop à faire en ce moment. Réessaie dans un instant.
quota = Le serveur du modèle indique que son quota est épuisé : je ne peux pas répondre pour l’instant.
setting-refused = Le serveur du modèle n’accepte pas mon réglage `{ $setting }`, je ne peux donc pas répondre. La personne qui m’héberge peut le changer.
english-only = Ce petit modèle ne connaît que l’anglais, et ceci ressemble à une autre langue. Pose ta question en anglais, ou donne au bot un modèle plus grand.

## Pourquoi quelque chose ne se fait pas.

leaving = Je redémarre. Réessaie dans un instant.
complete = Cette réponse est complète : il n’y a rien à continuer.
being-written = Cette réponse est en train d’être écrite.
not-written = Cette réponse n’est plus en train d’être écrite.
no-words = Ce message ne contient pas de mots.
form-outdated = Ce formulaire date d’avant mon redémarrage, et je ne sais plus de quoi il s’agissait. Ouvre-le encore une fois, s’il te plaît.
no-further-version = Il n’y a pas d’autre version de cette réponse.
nothing-here = Il n’y a ici aucune réponse de moi dont je me souvienne.
nothing-there = Je ne me souviens d’aucune réponse de moi à cet endroit.
not-remembered = Je ne me souviens plus de cette réponse.
taken-back = Cette question a été retirée.
nothing-runs = Rien n’est en train d’être écrit pour toi ici.
no-thread = Je ne peux pas ouvrir de fil ici, je réponds donc sur place.
not-for-server = Seule une personne autorisée à gérer le serveur peut changer cela pour tout le serveur.
# $name: what was typed. $known: names, separated by commas.
no-persona = Je ne connais personne du nom de « { $name } ». Il y a : { $known }.
out-of-bounds = Ce réglage n’est pas possible : { $names }.
not-theirs = Ici, c’est réservé à { $name } et à la modération.
not-theirs-nameless = Ici, c’est réservé à la personne qui a posé la question et à la modération.

## Ce qui a été fait.

reset-done = 🧹 C’est oublié. On repart de zéro ici.
undone = ↩ Retiré : j’ai oublié la dernière question et ma réponse.
prompt-set = 📝 À partir de maintenant, j’y suis ces instructions.
prompt-cleared = 📝 Ces instructions sont supprimées. À partir de maintenant, je suis ce qui est défini plus largement.
# $title: who answers, as a title. $place: "server" for all of it, else this channel.
persona-set =
    { $place ->
        [server] 🎭 Sur ce serveur, tu parles désormais avec : **{ $title }**
       *[channel] 🎭 Ici, tu parles désormais avec : **{ $title }**
    }
# $place: "server" for all of it, else this channel.
persona-unset =
    { $place ->
        [server] 🎭 Sur ce serveur, je réponds désormais comme d’habitude.
       *[channel] 🎭 Ici, je réponds désormais comme d’habitude.
    }

## Ce qui est écrit sur les boutons sous une réponse.

button-stop = Arrêter
button-regenerate = Réécrire
button-continue = Continuer
button-thought = 💭
button-delete = Supprimer

## À côté d’une conversation.

greeting = Oui ? Pose-moi ta question dans le même message, par exemple : { $mention } c’est quoi, un haïku ?
presence-loading = Chargement du modèle…
presence-ready = Mentionne-moi, ou utilise /ask
# The title of a form, 45 characters at most.
prompt-title = Instructions
# The name of its only field, 45 characters at most.
prompt-label = Ce qu’on me dit avant chaque conversation
prompt-default = Ce qu’on me dit ici, selon le choix de la personne qui m’héberge :
# $place: "server", "category", "thread" or "channel", for which it was set.
prompt-own =
    { $place ->
        [server] Ce qu’on me dit ici, écrit pour ce serveur :
        [category] Ce qu’on me dit ici, écrit pour cette catégorie :
        [thread] Ce qu’on me dit ici, écrit pour ce fil :
        [direct] Ce qu’on me dit ici, écrit pour cette conversation :
       *[channel] Ce qu’on me dit ici, écrit pour ce salon :
    }
# $place: the same. $title: whose words they are.
prompt-persona =
    { $place ->
        [server] Ce qu’on me dit ici, par le personnage choisi pour ce serveur ({ $title }) :
        [category] Ce qu’on me dit ici, par le personnage choisi pour cette catégorie ({ $title }) :
        [thread] Ce qu’on me dit ici, par le personnage choisi pour ce fil ({ $title }) :
        [direct] Ce qu’on me dit ici, par le personnage choisi pour cette conversation ({ $title }) :
       *[channel] Ce qu’on me dit ici, par le personnage choisi pour ce salon ({ $title }) :
    }
terminal-help = /reset oublie ce qui a été dit, /regenerate réécrit la dernière réponse, /continue poursuit une réponse coupée, /undo retire la dernière question, /quit ou Ctrl-D quitte, Ctrl-C arrête une réponse.
terminal-thinks = réfléchit

## « Ask about this », dans le menu d’un message : le formulaire qui s’ouvre.

ask-about-title = Une question sur ce message
ask-about-question = Que veux-tu savoir ?
ask-about-placeholder = Laisse vide pour que j’explique le message

## Qui peut utiliser le bot : seule la personne concernée le voit.

denied = Tu ne peux pas m’utiliser ici : ainsi en a décidé la personne qui m’héberge, ou qui administre ce serveur.
nobody-named = Dis qui ou quoi : un membre, un rôle ou un salon.
lists-full = Les listes de ce serveur sont pleines avec { $most } entrées. Retires-en, ou donne un rôle aux membres et inscris ce rôle.
let-in = ✅ Admis sur ce serveur : { $names }
kept-out = ⛔ Exclus de ce serveur : { $names }
taken-off-lists = Plus sur aucune des deux listes : { $names }
on-no-list = Cela n’est sur aucune des deux listes.
lists-empty = Rien n’est inscrit sur ce serveur : tout le monde peut m’utiliser ici, dans la mesure où la personne qui m’héberge le permet.

## /help, et ce que Discord montre des commandes : 100 caractères au plus pour chacune.

help-about = Je mène des conversations avec un modèle de langage qui tourne sur la machine de la personne qui m’héberge. Je me souviens de ce qu’on m’a dit dans chaque salon et ne le montre dans aucun autre.
# $mention: how the bot is mentioned.
help-talking = Mentionne-moi ({ $mention }), réponds à un de mes messages ou écris-moi directement. Si tu modifies ou supprimes ta question, ma réponse suit.
help-guest = Je suis en visite ici : utilise /ask. Ce que tu me demandes ici, je m’en souviens rien que pour toi.
help-menu = Dans le menu d’un message, sous Applications
for-everybody = Pour tout le monde
for-moderators = Pour qui peut gérer les salons
for-administrators = Pour l’administration
command-ask = Me poser une question
command-stop = Arrêter la réponse en cours d’écriture ici
command-reset = Oublier ce qui a été dit dans ce salon et repartir de zéro
command-regenerate = Réécrire ma dernière réponse ici
command-continue = Poursuivre ma dernière réponse ici, là où elle a été coupée
command-undo = Retirer la dernière question posée ici et ma réponse
command-persona = Choisis qui répond dans ce salon
command-system = Ce qu’on me dit ici avant chaque conversation
command-system-show = Montre ce qu’on me dit ici avant chaque conversation
command-system-set = Écris ce qu’on me dit ici avant chaque conversation
command-system-clear = Retire ce qui a été écrit pour cet endroit
command-help = Ce que je suis et ce que tu peux faire avec moi
command-status = Comment je vais : le modèle, sa vitesse, qui attend, ce dont je me souviens ici
command-context = Ce qui est montré au modèle de cette conversation, et pourquoi
command-settings = Voir et changer ma façon d’agir ici
command-history = Recevoir un fichier de tes questions et de mes réponses
command-forget-me = Me faire oublier tout ce que tu m’as jamais demandé, partout, et mes réponses
command-access = Qui peut m’utiliser sur ce serveur
command-access-allow = Admettre : dès que quelqu’un ou un salon l’est, les autres ne le sont plus
command-access-deny = Exclure, quoi qu’il soit dit par ailleurs
command-access-remove = Retirer des listes
command-access-list = Montrer les listes de ce serveur
option-ask-prompt = Ce que tu veux demander
option-ask-file = Un fichier sur lequel poser ta question
option-ask-thread = Répondre dans un fil à part
option-persona-name = Qui répond à partir de maintenant
option-persona-everywhere = Sur tout le serveur, là où rien d’autre n’est défini
option-system-everywhere = Pour tout le serveur, là où rien d’autre n’est défini
option-access-member = Quelqu’un
option-access-role = Toutes les personnes qui ont ce rôle
option-access-channel = Un salon avec ses fils, ou une catégorie
option-history-where = De ce salon, ou de partout
option-history-form = À lire, ou pour des programmes
menu-regenerate = Réécrire
menu-ask-about = Question sur ce message
menu-translate = Traduire pour moi

## /status, une ligne chacun.

status-model = 🧠 { $model }, avec le moteur « { $engine } »
status-loading = ⏳ Le modèle est encore en cours de chargement.
status-without-model = ⚠ Le modèle n’a pas pu être chargé.
status-speed = ⚡ Pas encore mesuré : rien n’a reçu de réponse depuis le démarrage.
status-speed-written = ⚡ { $written } tokens par seconde écrits pour une réponse
status-speed-read = ⚡ { $read } tokens par seconde lus pour une réponse
status-speed-both = ⚡ { $written } tokens par seconde écrits pour une réponse, et { $read } lus
status-load = ✍ Réponses en cours : { $writing } sur { $slots } à la fois. En attente : { $waiting }
status-memory = 🗂 Ce dont je me souviens ici occupe { $used } tokens sur { $room } ({ $share } %)
status-since = 🕰 J’ai démarré { $moment }

## /context, une ligne chacun.

context-default = 📝 Instructions : selon le choix de la personne qui m’héberge
# $place: "server", "category", "thread" or "channel", for which they were set.
context-own =
    { $place ->
        [server] 📝 Instructions : écrites pour ce serveur
        [category] 📝 Instructions : écrites pour cette catégorie
        [thread] 📝 Instructions : écrites pour ce fil
        [direct] 📝 Instructions : écrites pour cette conversation
       *[channel] 📝 Instructions : écrites pour ce salon
    }
# $title: whose words they are. $place: as above.
context-persona =
    { $place ->
        [server] 📝 Instructions : celles du personnage { $title }, choisi pour ce serveur
        [category] 📝 Instructions : celles du personnage { $title }, choisi pour cette catégorie
        [thread] 📝 Instructions : celles du personnage { $title }, choisi pour ce fil
        [direct] 📝 Instructions : celles du personnage { $title }, choisi pour cette conversation
       *[channel] 📝 Instructions : celles du personnage { $title }, choisi pour ce salon
    }
context-shown =
    { $questions ->
        [0] 💬 Aucune question précédente n’est montrée
        [1] 💬 Montré : { $questions } question avec sa réponse
       *[other] 💬 Montré : les { $questions } dernières questions avec leurs réponses
    }
context-free =
    { $tokens ->
        [1] ✍ Gardé libre pour la réponse : { $tokens } token
       *[other] ✍ Gardé libre pour la réponse : { $tokens } tokens
    }
context-free-thought =
    { $tokens ->
        [1] 💭 Gardé libre pour y réfléchir d’abord : { $tokens } token
       *[other] 💭 Gardé libre pour y réfléchir d’abord : { $tokens } tokens
    }
# $moment: when, as Discord shows it to each reader.
context-left-out =
    { $questions ->
        [1] ✂ Laissé de côté, faute de place : { $questions } question, du { $moment }
       *[other] ✂ Laissé de côté, faute de place : { $questions } questions, la dernière du { $moment }
    }
context-summary =
    { $tokens ->
        [1] 🧾 Résumé de ce qui est laissé de côté : { $tokens } token
       *[other] 🧾 Résumé de ce qui est laissé de côté : { $tokens } tokens
    }
context-title = 🏷 De quoi il était question : { $title }
context-interrupted =
    { $answers ->
        [1] ⚠ Non montré : { $answers } réponse interrompue par un redémarrage
       *[other] ⚠ Non montré : { $answers } réponses interrompues par un redémarrage
    }
context-unanswered =
    { $questions ->
        [1] ❔ Non montré : { $questions } question sans réponse
       *[other] ❔ Non montré : { $questions } questions sans réponse
    }
context-file = 📄 Le fichier contient tout cela, mot pour mot.
context-file-without-instructions = 📄 Le fichier contient tout cela, mot pour mot, sauf les instructions.
context-files-by-name = 📎 De ce qui accompagnait les messages des autres, il ne donne que le nom.

## /settings : un panneau.

panel-title =
    { $place ->
        [thread] Réglages pour ce fil
        [category] Réglages pour cette catégorie
        [server] Réglages pour ce serveur
        [direct] Réglages pour cette conversation
       *[other] Réglages pour ce salon
    }
panel-place =
    { $place ->
        [thread] Pour ce fil
        [category] Pour cette catégorie
        [server] Pour ce serveur
        [direct] Pour cette conversation
       *[other] Pour ce salon
    }
panel-set-for =
    { $place ->
        [thread] réglé pour ce fil
        [category] réglé pour cette catégorie
        [server] réglé pour ce serveur
        [direct] réglé pour cette conversation
       *[other] réglé pour ce salon
    }
panel-by-operator = par défaut
panel-models-own = celui du modèle
panel-nobody = personne en particulier
panel-numbers = Longueur et échantillonnage
panel-reset = Revenir à ce qui est hérité
panel-inherit = { $field } : hérité
panel-length =
    { $characters ->
        [0] aucune
        [one] { $characters } caractère
       *[other] { $characters } caractères
    }
not-yours-to-set = Ce n’est pas à toi de régler cela : une catégorie demande « Gérer les salons », tout le serveur « Gérer le serveur ».
command-withdrawn = Tu n’as plus le droit de faire cela ici. Ce sont les personnes qui gèrent ce serveur qui en décident.
field-persona = Personnage
field-system-prompt = Instructions
field-greeting = Accueil
field-trigger = Je réponds
field-opens-threads = Réponses dans des fils
field-language = Mes propres phrases
field-thinking = Réfléchir d’abord
field-max-thinking-tokens = Réflexion la plus longue, en tokens
field-announce = Notifier à la fin
field-display = Dessiner tableaux et formules
field-summary = Partie la plus ancienne résumée
field-max-new-tokens = Réponse la plus longue, en tokens
field-temperature = Température
field-top-p = Top p
field-top-k = Top k
field-repetition-penalty = Pénalité de répétition
value-trigger-mention = quand on m’appelle
value-trigger-all = à chaque message
value-trigger-never = jamais, sauf aux commandes
value-opens-threads-true = oui
value-opens-threads-false = non
value-language-auto = dans la langue du lieu
value-thinking-off = non
value-thinking-on = oui
value-thinking-auto = comme le modèle
value-announce-off = jamais
value-announce-long = après 30 secondes
value-announce-always = toujours
value-display-true = oui
value-display-false = non
value-summary-true = oui
value-summary-false = non
value-language-de = Deutsch
value-language-en = English
value-language-es = Español
value-language-fr = Français
value-language-ja = 日本語
value-language-zh-cn = 简体中文

## Ce qui appartient à quelqu’un : seule cette personne le voit.

stopped-by-forgetting = ⏹ Arrêté : la personne qui a posé la question m’a fait tout oublier d’elle.
stopped-by-forgetting-a-quote = ⏹ Arrêté : ce dont parlait la question est oublié, comme l’a voulu la personne qui l’avait dit.
nothing-of-you = Je ne garde rien de ce que tu m’as demandé.
history =
    { $count ->
        [1] Ta question et ma réponse. /forget-me retire de ma mémoire tout ce que tu m’as jamais demandé.
       *[other] Tes { $count } questions et mes réponses. /forget-me retire de ma mémoire tout ce que tu m’as jamais demandé.
    }
history-last = Il y en a plus qu’un fichier ne peut contenir : voici les { $count } dernières de tes { $of } questions, avec mes réponses.
forget-you = Dois-je oublier { $questions ->
        [1] ta question
       *[other] tes { $questions } questions
    } et { $answers ->
        [1] ma réponse
       *[other] mes { $answers } réponses
    } dans { $channels ->
        [1] un salon
       *[other] { $channels } salons
    } ? C’est sans retour ; /history where:everywhere te donne tout avant. Les messages restent dans les salons, sauf si tu me fais aussi supprimer les miens.
words-elsewhere =
    { $count ->
        [1] La question d’une autre personne contient des mots de toi : l’oubli les en retire aussi.
       *[other] { $count } questions d’autres personnes contiennent des mots de toi : l’oubli les en retire aussi.
    }
forget = Oublier
forget-and-delete = Oublier et supprimer les réponses
cancel = Annuler
forgetting = ⏳ J’oublie…
nothing-forgotten = Je n’ai rien oublié.
forgotten-you = 🧹 Oublié : { $questions ->
        [1] une question
       *[other] { $questions } questions
    } et { $answers ->
        [1] une réponse
       *[other] { $answers } réponses
    } dans { $channels ->
        [1] un salon
       *[other] { $channels } salons
    }.
words-gone =
    { $count ->
        [1] Tes mots ne sont plus dans la question d’une autre personne.
       *[other] Tes mots ne sont plus dans { $count } questions d’autres personnes.
    }
messages-gone =
    { $count ->
        [0] Je n’ai pu supprimer aucun message.
        [one] J’ai supprimé un message.
       *[other] J’ai supprimé { $count } messages.
    }

## « Détails » dans le menu d’un message : comment sa réponse est née.

menu-details = Détails
replay = Rejouer
not-replayable = Je n’en sais pas assez sur la façon dont cette réponse a été écrite pour la refaire.
another-model = Cette réponse a été écrite par un autre modèle, ou exécuté autrement : je ne peux pas écrire la même.
replayed-otherwise = Ce qui précède a changé depuis : ce n’est pas forcément la même réponse.
replayed-inexactly = Cette réponse diffère de la version rejouée : cette fois, les calculs du modèle ont été arrondis autrement.
no-thought = Il n’y a pas eu de réflexion avant cette réponse.
# $version, $versions: which of how many.
details-version = **Version** { $version } sur { $versions }
# $model, $engine: names.
details-model = **Modèle** { $model }, avec le moteur « { $engine } »
details-persona = **Personnage** { $persona }
# $sampling: settings by their names in the model's own files; perhaps none. $tokens: the most tokens an answer may have.
details-sampling = **Tirage** { $sampling } ; au plus { $tokens } tokens ; le reste comme le conseillent les auteurs du modèle
# $reused: how many of the tokens read were known from the turn before.
details-read = **Lu** { $read } tokens, dont { $reused } déjà connus
details-written =
    { $written ->
        [one] **Écrit** { $written } token
       *[other] **Écrit** { $written } tokens
    }
# $rate: tokens a second.
details-speed = **Vitesse** { $rate } tokens par seconde
# $waited, $reading, $writing: seconds.
details-times = **Temps** { $waited } s d’attente, { $reading } s jusqu’au premier mot, { $writing } s d’écriture
# $used, $context: tokens.
details-context = **Contexte** { $used } tokens sur { $context }
# $questions: how many earlier ones the model was not shown.
details-left-out =
    { $questions ->
        [one] **Laissé de côté** { $questions } question plus ancienne, faute de place
       *[other] **Laissé de côté** { $questions } questions plus anciennes, faute de place
    }

## Ce que chacun peut utiliser.

over-budget = Tu as épuisé ce à quoi tu as droit pour le moment. Tu auras de nouveau droit à des réponses { $moment }.
left =
    { $limit ->
        [answers-per-hour] 🎟 Réponses qu’il te reste pour cette heure : { $count }
        [answers-per-day] 🎟 Réponses qu’il te reste pour cette journée : { $count }
        [tokens-per-hour] 🎟 Tokens qu’il te reste pour cette heure : { $count }
       *[other] 🎟 Tokens qu’il te reste pour cette journée : { $count }
    }
