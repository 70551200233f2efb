# Lo que dice el propio bot. Trata de «tú».

## Por qué ha terminado una respuesta.

stopped = ⏹ Detenido.
stopped-by-reset = ⏹ Detenido: se ha reiniciado la conversación.
stopped-by-restart = ⏹ Detenido: me estoy reiniciando. Vuelve a preguntar en un momento.
stopped-by-refusal = ⏹ Detenido: no he podido seguir escribiendo aquí.
stopped-by-deletion = ⏹ Detenido: se ha borrado la pregunta.
stopped-by-loop = 🔁 Detenido: había empezado a repetir lo mismo una y otra vez.
stopped-by-length = ⏹ Detenido: aquí no puedo mostrar más.
stopped-by-deadline = ⏹ Detenido: aquí Discord solo me deja escribir durante 15 minutos.
interrupted = ⚠ Interrumpido: me reiniciaron mientras escribía esto.
cut-off = Cortado aquí.
cut-off-at =
    { $tokens ->
        [one] Cortado a { $tokens } token.
       *[other] Cortado a los { $tokens } tokens.
    }
verbatim = { $text }

## Lo que ocupa el lugar de una respuesta, o está debajo de ella.

thinks = 💭 pensando…
thinks-for = 💭 pensando… { $seconds } s
waiting =
    { $ahead ->
        [one] ⏳ { $ahead } respuesta va antes que la tuya.
       *[other] ⏳ { $ahead } respuestas van antes que la tuya.
    }
waiting-seconds =
    { $ahead ->
        [one] ⏳ { $ahead } respuesta va antes que la tuya: unos { $seconds } s.
       *[other] ⏳ { $ahead } respuestas van antes que la tuya: unos { $seconds } s.
    }
waiting-minutes =
    { $ahead ->
        [one] ⏳ { $ahead } respuesta va antes que la tuya: unos { $minutes } min.
       *[other] ⏳ { $ahead } respuestas van antes que la tuya: unos { $minutes } min.
    }
loading = ⏳ El modelo aún se está cargando. Responderé en cuanto esté listo.
answered = ✅ Tu respuesta está lista.
left-out = Nuestra conversación se ha hecho larga: a partir de ahora dejo fuera la parte más antigua. /reset empieza de cero.
unsaved = ⚠ No he podido guardar esto, así que quizá no lo recuerde.
further-in-file = 📄 Hay más: al final llega todo en un archivo.
in-file = 📄 Hay más: el archivo contiene la respuesta completa.

## Lo que se dice de un archivo que no se ha leído, o no hasta el final. $name: cómo se llama.

file-archive = 📎 No abro archivos comprimidos como { $name }.
file-image = 📎 No puedo ver imágenes como { $name }: este modelo solo lee texto.
file-media = 📎 No puedo escuchar ni ver { $name }: este modelo solo lee texto.
file-binary = 📎 No puedo leer { $name }: no contiene texto.
file-document = 📎 No puedo leer { $name }: aquí no se admiten documentos de este tipo.
file-picture = 📎 No puedo abrir imágenes como { $name }: aquí no está configurado.
file-damaged = 📎 No he podido leer { $name }: está dañado o protegido.
file-large = 📎 No he podido leer { $name }: es demasiado grande para mí.
file-unreachable = 📎 No he podido descargar { $name } de Discord. Envíalo otra vez, por favor.
file-many = 📎 No he leído { $name }: llegaron demasiados archivos a la vez.
# $read, $length: numbers of characters.
file-cut = 📎 { $name } es demasiado largo para mí: he leído los primeros { $read } de { $length } caracteres.

## Por qué no hay respuesta.

failed = Algo ha salido mal por mi parte. Inténtalo de nuevo, por favor.
busy-person =
    { $waiting ->
        [0] Estoy ocupado y ninguna pregunta tuya puede esperar. Inténtalo de nuevo en un momento.
        [one] Estoy ocupado y solo { $waiting } pregunta tuya puede esperar a la vez. Inténtalo de nuevo en un momento.
       *[other] Estoy ocupado y solo { $waiting } preguntas tuyas pueden esperar a la vez. Inténtalo de nuevo en un momento.
    }
busy-channel =
    { $waiting ->
        [0] Estoy ocupado y ninguna pregunta puede esperar en este canal. Inténtalo de nuevo en un momento.
        [one] Estoy ocupado y solo { $waiting } pregunta puede esperar a la vez en este canal. Inténtalo de nuevo en un momento.
       *[other] Estoy ocupado y solo { $waiting } preguntas pueden esperar a la vez en este canal. Inténtalo de nuevo en un momento.
    }
busy-server =
    { $waiting ->
        [0] Estoy ocupado y ninguna pregunta puede esperar en este servidor. Inténtalo de nuevo en un momento.
        [one] Estoy ocupado y solo { $waiting } pregunta puede esperar a la vez en este servidor. Inténtalo de nuevo en un momento.
       *[other] Estoy ocupado y solo { $waiting } preguntas pueden esperar a la vez en este servidor. Inténtalo de nuevo en un momento.
    }
too-long = Ese mensaje es demasiado largo para mí: con las instrucciones ocupa { $tokens } tokens, y puedo leer { $budget } de una vez. Acórtalo o envíalo por partes, por favor.
writing-failed = Algo ha salido mal mientras escribía. Inténtalo de nuevo, por favor.
unavailable = El modelo no está disponible ahora mismo. Inténtalo más tarde, por favor.
model-lost = He perdido el modelo en medio de esta respuesta. Inténtalo de nuevo en un momento.
exhausted = Eso ha sido demasiado para la memoria del modelo. Prueba con un mensaje más corto, o con /reset para empezar de cero.
stalled = El modelo se ha quedado callado, así que he terminado esta respuesta. Inténtalo de nuevo; si no sirve, quien me administra tiene que reiniciarme.
restarting = Ha fallado aquello en lo que funciona el modelo y tengo que reiniciarme. Pregúntame de nuevo dentro de unos minutos.
nothing-said = El modelo no ha tenido nada que decir a eso. Prueba a preguntarlo con otras palabras.
no-history = No he podido acceder al historial de este canal. Inténtalo de nuevo, por favor.
overloaded = El modelo tiene demasiado que hacer ahora mismo. Inténtalo de nuevo en un momento.
quota = El servidor del modelo dice que se ha agotado su cuota, así que por ahora no puedo responder.
setting-refused = El servidor del modelo no acepta mi ajuste `{ $setting }`, así que no puedo responder. Puede cambiarlo quien me administra.
english-only = Este pequeño modelo solo sabe inglés, y eso parece otro idioma. Pregunta en inglés, por favor, o dale al bot un modelo más grande.

## Por qué no se hace algo.

leaving = Me estoy reiniciando. Inténtalo de nuevo en un momento.
complete = Esa respuesta está completa: no hay nada que continuar.
being-written = Esa respuesta se está escribiendo ahora mismo.
not-written = Esa respuesta ya no se está escribiendo.
no-words = En ese mensaje no hay palabras.
form-outdated = Ese formulario es de antes de que me reiniciaran y ya no sé de qué trataba. Ábrelo otra vez, por favor.
no-further-version = No hay más versiones de esa respuesta.
nothing-here = Aquí no hay ninguna respuesta mía que recuerde.
nothing-there = No recuerdo ninguna respuesta mía ahí.
not-remembered = Ya no recuerdo esa respuesta.
taken-back = Esa pregunta se ha retirado.
nothing-runs = Aquí no se está escribiendo nada para ti.
no-thread = No puedo abrir un hilo aquí, así que respondo aquí mismo.
not-for-server = Solo quien puede gestionar el servidor puede cambiar eso para todo el servidor.
# $name: what was typed. $known: names, separated by commas.
no-persona = No conozco a nadie llamado «{ $name }». Hay: { $known }.
out-of-bounds = Eso no se puede configurar así: { $names }.
not-theirs = Aquí solo pueden hacer eso { $name } y la moderación.
not-theirs-nameless = Aquí solo pueden hacer eso quien preguntó y la moderación.

## Lo que se ha hecho.

reset-done = 🧹 Olvidado. Aquí empezamos de cero.
undone = ↩ Retirado: he olvidado la última pregunta y mi respuesta.
prompt-set = 📝 A partir de ahora sigo allí estas instrucciones.
prompt-cleared = 📝 Esas instrucciones ya no están. A partir de ahora sigo lo que está fijado a su alrededor.
# $title: who answers, as a title. $place: "server" for all of it, else this channel.
persona-set =
    { $place ->
        [server] 🎭 En este servidor hablas a partir de ahora con: **{ $title }**
       *[channel] 🎭 Aquí hablas a partir de ahora con: **{ $title }**
    }
# $place: "server" for all of it, else this channel.
persona-unset =
    { $place ->
        [server] 🎭 En este servidor respondo a partir de ahora como siempre.
       *[channel] 🎭 Aquí respondo a partir de ahora como siempre.
    }

## Lo que dicen los botones bajo una respuesta.

button-stop = Detener
button-regenerate = Volver a escribir
button-continue = Continuar
button-thought = 💭
button-delete = Borrar

## Junto a una conversación.

greeting = ¿Sí? Pregúntame algo en el mismo mensaje, por ejemplo: { $mention } ¿qué es un haiku?
presence-loading = Cargando el modelo…
presence-ready = Mencióname, o usa /ask
# The title of a form, 45 characters at most.
prompt-title = Instrucciones
# The name of its only field, 45 characters at most.
prompt-label = Lo que se me dice antes de cada conversación
prompt-default = Lo que se me dice aquí, tal como lo quiere quien me administra:
# $place: "server", "category", "thread" or "channel", for which it was set.
prompt-own =
    { $place ->
        [server] Lo que se me dice aquí, escrito para este servidor:
        [category] Lo que se me dice aquí, escrito para esta categoría:
        [thread] Lo que se me dice aquí, escrito para este hilo:
        [direct] Lo que se me dice aquí, escrito para esta conversación:
       *[channel] Lo que se me dice aquí, escrito para este canal:
    }
# $place: the same. $title: whose words they are.
prompt-persona =
    { $place ->
        [server] Lo que se me dice aquí, del personaje elegido para este servidor ({ $title }):
        [category] Lo que se me dice aquí, del personaje elegido para esta categoría ({ $title }):
        [thread] Lo que se me dice aquí, del personaje elegido para este hilo ({ $title }):
        [direct] Lo que se me dice aquí, del personaje elegido para esta conversación ({ $title }):
       *[channel] Lo que se me dice aquí, del personaje elegido para este canal ({ $title }):
    }
terminal-help = /reset olvida lo que se ha dicho, /regenerate vuelve a escribir la última respuesta, /continue sigue con una cortada, /undo retira la última pregunta, /quit o Ctrl-D sale, Ctrl-C detiene una respuesta.
terminal-thinks = pensando

## «Ask about this», en el menú de un mensaje: el formulario que se abre.

ask-about-title = Preguntar sobre este mensaje
ask-about-question = ¿Qué quieres saber?
ask-about-placeholder = Déjalo vacío y te explico el mensaje

## Quién puede usar el bot: solo lo ve quien quería algo.

denied = Aquí no estoy a tu disposición: así lo decidió quien me administra, o quien administra este servidor.
nobody-named = Di a quién o qué: un miembro, un rol o un canal.
lists-full = Las listas de este servidor están llenas, con { $most } entradas. Quita algunas, o da un rol a la gente y añade ese rol.
let-in = ✅ Admitidos en este servidor: { $names }
kept-out = ⛔ Excluidos de este servidor: { $names }
taken-off-lists = Ya en ninguna de las dos listas: { $names }
on-no-list = Eso no está en ninguna de las dos listas.
lists-empty = No hay nada anotado en este servidor: aquí todos pueden usarme, en la medida en que lo permita quien me administra.

## /help, y lo que Discord muestra de los comandos: 100 caracteres como máximo cada uno.

help-about = Mantengo conversaciones con un modelo de lenguaje que funciona en la máquina de quien me administra. Recuerdo lo que se me dijo en cada canal y no lo muestro en ningún otro.
# $mention: how the bot is mentioned.
help-talking = Mencióname ({ $mention }), responde a uno de mis mensajes o escríbeme directamente. Si editas o borras tu pregunta, mi respuesta la sigue.
help-guest = Aquí estoy de visita: usa /ask. Lo que me preguntes aquí lo recuerdo solo para ti.
help-menu = En el menú de un mensaje, en Aplicaciones
for-everybody = Para todo el mundo
for-moderators = Para quien puede gestionar canales
for-administrators = Para la administración
command-ask = Pregúntame algo
command-stop = Detener la respuesta que se está escribiendo aquí
command-reset = Olvidar lo que se dijo en este canal y empezar de cero
command-regenerate = Volver a escribir mi última respuesta de aquí
command-continue = Seguir mi última respuesta de aquí donde se cortó
command-undo = Retirar la última pregunta de aquí y mi respuesta
command-persona = Elige quién responde en este canal
command-system = Lo que se me dice aquí antes de cada conversación
command-system-show = Muestra lo que se me dice aquí antes de cada conversación
command-system-set = Escribe lo que se me dice aquí antes de cada conversación
command-system-clear = Retira lo que se escribió para este lugar
command-help = Qué soy y qué puedes hacer conmigo
command-status = Cómo estoy: el modelo, su velocidad, quién espera y qué recuerdo aquí
command-context = Lo que el modelo ve ahora de esta conversación, y por qué
command-settings = Ver y cambiar cómo me comporto aquí
command-history = Recibe un archivo con tus preguntas y mis respuestas
command-forget-me = Haz que olvide todo lo que me has preguntado, en todas partes, y mis respuestas
command-access = Quién puede usarme en este servidor
command-access-allow = Admitir: si se admite a alguien o un canal, los demás dejan de estarlo
command-access-deny = Excluir, se diga lo que se diga
command-access-remove = Quitar de las listas
command-access-list = Mostrar las listas de este servidor
option-ask-prompt = Lo que quieres preguntar
option-ask-file = Un archivo sobre el que preguntar
option-ask-thread = Responder en un hilo propio
option-persona-name = Quién responde a partir de ahora
option-persona-everywhere = En todo el servidor, donde no haya otra cosa fijada
option-system-everywhere = Para todo el servidor, donde no haya otra cosa fijada
option-access-member = Alguien
option-access-role = Quienes tengan este rol
option-access-channel = Un canal con sus hilos, o una categoría
option-history-where = De este canal o de todas partes
option-history-form = Para leer o para programas
menu-regenerate = Volver a escribir
menu-ask-about = Preguntar sobre esto
menu-translate = Traducir para mí

## /status, una línea cada uno.

status-model = 🧠 { $model }, con el motor «{ $engine }»
status-loading = ⏳ El modelo aún se está cargando.
status-without-model = ⚠ No se pudo cargar el modelo.
status-speed = ⚡ Aún sin medir: no se ha respondido nada desde el arranque.
status-speed-written = ⚡ Se escriben { $written } tokens por segundo para una respuesta
status-speed-read = ⚡ Se leen { $read } tokens por segundo para una respuesta
status-speed-both = ⚡ Se escriben { $written } tokens por segundo para una respuesta y se leen { $read }
status-load = ✍ Respuestas en curso: { $writing } de { $slots } a la vez. En espera: { $waiting }
status-memory = 🗂 Lo que recuerdo aquí ocupa { $used } de { $room } tokens ({ $share } %)
status-since = 🕰 Me inicié { $moment }

## /context, una línea cada uno.

context-default = 📝 Instrucciones: tal como las quiere quien me administra
# $place: "server", "category", "thread" or "channel", for which they were set.
context-own =
    { $place ->
        [server] 📝 Instrucciones: escritas para este servidor
        [category] 📝 Instrucciones: escritas para esta categoría
        [thread] 📝 Instrucciones: escritas para este hilo
        [direct] 📝 Instrucciones: escritas para esta conversación
       *[channel] 📝 Instrucciones: escritas para este canal
    }
# $title: whose words they are. $place: as above.
context-persona =
    { $place ->
        [server] 📝 Instrucciones: del personaje { $title }, elegido para este servidor
        [category] 📝 Instrucciones: del personaje { $title }, elegido para esta categoría
        [thread] 📝 Instrucciones: del personaje { $title }, elegido para este hilo
        [direct] 📝 Instrucciones: del personaje { $title }, elegido para esta conversación
       *[channel] 📝 Instrucciones: del personaje { $title }, elegido para este canal
    }
context-shown =
    { $questions ->
        [0] 💬 No se muestra ninguna pregunta anterior
        [one] 💬 Se muestra: { $questions } pregunta con su respuesta
       *[other] 💬 Se muestran: las últimas { $questions } preguntas con sus respuestas
    }
context-free =
    { $tokens ->
        [one] ✍ Reservado para la respuesta: { $tokens } token
       *[other] ✍ Reservados para la respuesta: { $tokens } tokens
    }
context-free-thought =
    { $tokens ->
        [one] 💭 Reservado para pensarla antes: { $tokens } token
       *[other] 💭 Reservado para pensarla antes: { $tokens } tokens
    }
# $moment: when, as Discord shows it to each reader.
context-left-out =
    { $questions ->
        [one] ✂ Omitida por falta de espacio: { $questions } pregunta, del { $moment }
       *[other] ✂ Omitidas por falta de espacio: { $questions } preguntas, la última del { $moment }
    }
context-summary =
    { $tokens ->
        [one] 🧾 Resumen de lo omitido: { $tokens } token
       *[other] 🧾 Resumen de lo omitido: { $tokens } tokens
    }
context-title = 🏷 De qué trataba: { $title }
context-interrupted =
    { $answers ->
        [one] ⚠ No se muestra: { $answers } respuesta que un reinicio interrumpió
       *[other] ⚠ No se muestran: { $answers } respuestas que un reinicio interrumpió
    }
context-unanswered =
    { $questions ->
        [one] ❔ No se muestra: { $questions } pregunta sin respuesta
       *[other] ❔ No se muestran: { $questions } preguntas sin respuesta
    }
context-file = 📄 El archivo lo contiene todo, palabra por palabra.
context-file-without-instructions = 📄 El archivo lo contiene todo, palabra por palabra, salvo las instrucciones.
context-files-by-name = 📎 De lo que vino con mensajes de otras personas solo consta el nombre.

## /settings: un panel.

panel-title =
    { $place ->
        [thread] Ajustes de este hilo
        [category] Ajustes de esta categoría
        [server] Ajustes de este servidor
        [direct] Ajustes de esta conversación
       *[other] Ajustes de este canal
    }
panel-place =
    { $place ->
        [thread] Para este hilo
        [category] Para esta categoría
        [server] Para este servidor
        [direct] Para esta conversación
       *[other] Para este canal
    }
panel-set-for =
    { $place ->
        [thread] fijado para este hilo
        [category] fijado para esta categoría
        [server] fijado para este servidor
        [direct] fijado para esta conversación
       *[other] fijado para este canal
    }
panel-by-operator = por defecto
panel-models-own = el del modelo
panel-nobody = nadie en particular
panel-numbers = Longitud y muestreo
panel-reset = Volver a lo heredado
panel-inherit = { $field }: heredado
panel-length =
    { $characters ->
        [0] ninguna
        [one] { $characters } carácter
       *[other] { $characters } caracteres
    }
not-yours-to-set = No te corresponde ajustar eso: una categoría requiere «Gestionar canales», y todo el servidor «Gestionar servidor».
command-withdrawn = Ya no puedes hacer eso aquí. Lo decide quien gestiona este servidor.
field-persona = Personaje
field-system-prompt = Instrucciones
field-greeting = Saludo
field-trigger = Respondo
field-opens-threads = Respuestas en hilos
field-language = Mis propias frases
field-thinking = Pensar primero
field-max-thinking-tokens = Reflexión más larga, en tokens
field-announce = Avisar al terminar
field-display = Dibujar tablas y fórmulas
field-summary = Resumir la parte más antigua
field-max-new-tokens = Respuesta más larga, en tokens
field-temperature = Temperatura
field-top-p = Top p
field-top-k = Top k
field-repetition-penalty = Penalización por repetición
value-trigger-mention = cuando me llaman
value-trigger-all = a cada mensaje
value-trigger-never = nunca, salvo a comandos
value-opens-threads-true = sí
value-opens-threads-false = no
value-language-auto = en el idioma del lugar
value-thinking-off = no
value-thinking-on = sí
value-thinking-auto = como lo hace el modelo
value-announce-off = nunca
value-announce-long = tras 30 segundos
value-announce-always = siempre
value-display-true = sí
value-display-false = no
value-summary-true = sí
value-summary-false = no
value-language-de = Deutsch
value-language-en = English
value-language-es = Español
value-language-fr = Français
value-language-ja = 日本語
value-language-zh-cn = 简体中文

## Lo que es de cada cual: solo esa persona lo ve.

stopped-by-forgetting = ⏹ Detenido: quien preguntó me hizo olvidar todo lo suyo.
stopped-by-forgetting-a-quote = ⏹ Detenido: aquello por lo que se preguntaba está olvidado, como quiso quien lo dijo.
nothing-of-you = No guardo nada de lo que me has preguntado.
history =
    { $count ->
        [one] Tu pregunta y mi respuesta. /forget-me quita de mi memoria todo lo que me has preguntado.
       *[other] Tus { $count } preguntas y mis respuestas. /forget-me quita de mi memoria todo lo que me has preguntado.
    }
history-last = Hay más de lo que cabe en un archivo: aquí están las últimas { $count } de tus { $of } preguntas, con mis respuestas.
forget-you = ¿Olvido { $questions ->
        [one] tu pregunta
       *[other] tus { $questions } preguntas
    } y { $answers ->
        [one] mi respuesta
       *[other] mis { $answers } respuestas
    } en { $channels ->
        [one] un canal
       *[other] { $channels } canales
    }? No hay vuelta atrás; /history where:everywhere te lo da todo antes. Los mensajes se quedan en los canales, salvo que me hagas borrar también los míos.
words-elsewhere =
    { $count ->
        [one] La pregunta de otra persona contiene palabras tuyas: al olvidar, también desaparecen de ahí.
       *[other] { $count } preguntas de otras personas contienen palabras tuyas: al olvidar, también desaparecen de ahí.
    }
forget = Olvidar
forget-and-delete = Olvidar y borrar las respuestas
cancel = Cancelar
forgetting = ⏳ Lo estoy olvidando…
nothing-forgotten = No he olvidado nada.
forgotten-you = 🧹 Olvidado: { $questions ->
        [one] una pregunta
       *[other] { $questions } preguntas
    } y { $answers ->
        [one] una respuesta
       *[other] { $answers } respuestas
    } en { $channels ->
        [one] un canal
       *[other] { $channels } canales
    }.
words-gone =
    { $count ->
        [one] Tus palabras ya no están en la pregunta de otra persona.
       *[other] Tus palabras ya no están en { $count } preguntas de otras personas.
    }
messages-gone =
    { $count ->
        [0] No pude borrar ningún mensaje.
        [one] He borrado un mensaje.
       *[other] He borrado { $count } mensajes.
    }

## «Detalles» en el menú de un mensaje: cómo surgió su respuesta.

menu-details = Detalles
replay = Repetir
not-replayable = No sé lo suficiente sobre cómo se hizo esa respuesta para volver a hacerla.
another-model = Esa respuesta la escribió otro modelo, o se ejecutó de otra manera: no puedo escribir la misma.
replayed-otherwise = Lo anterior ha cambiado desde entonces: puede que no sea la misma respuesta.
replayed-inexactly = Esta respuesta difiere de la versión repetida: esta vez los cálculos del modelo se redondearon de otra manera.
no-thought = No se pensó nada antes de esa respuesta.
# $version, $versions: which of how many.
details-version = **Versión** { $version } de { $versions }
# $model, $engine: names.
details-model = **Modelo** { $model }, con el motor «{ $engine }»
details-persona = **Personaje** { $persona }
# $sampling: settings by their names in the model's own files; perhaps none. $tokens: the most tokens an answer may have.
details-sampling = **Muestreo** { $sampling }; como máximo { $tokens } tokens; lo demás, como sugieren los autores del modelo
# $reused: how many of the tokens read were known from the turn before.
details-read = **Leídos** { $read } tokens, { $reused } de ellos ya conocidos
details-written =
    { $written ->
        [one] **Escritos** { $written } token
       *[other] **Escritos** { $written } tokens
    }
# $rate: tokens a second.
details-speed = **Velocidad** { $rate } tokens por segundo
# $waited, $reading, $writing: seconds.
details-times = **Tiempo** { $waited } s de espera, { $reading } s hasta la primera palabra, { $writing } s escribiendo
# $used, $context: tokens.
details-context = **Contexto** { $used } de { $context } tokens
# $questions: how many earlier ones the model was not shown.
details-left-out =
    { $questions ->
        [one] **Omitida** { $questions } pregunta anterior, para la que no había sitio
       *[other] **Omitidas** { $questions } preguntas anteriores, para las que no había sitio
    }

## Cuánto puede usar cada cual.

over-budget = Por ahora has agotado lo que te corresponde. Habrá más { $moment }.
left =
    { $limit ->
        [answers-per-hour] 🎟 Respuestas que te quedan en esta hora: { $count }
        [answers-per-day] 🎟 Respuestas que te quedan en este día: { $count }
        [tokens-per-hour] 🎟 Tokens que te quedan en esta hora: { $count }
       *[other] 🎟 Tokens que te quedan en este día: { $count }
    }
