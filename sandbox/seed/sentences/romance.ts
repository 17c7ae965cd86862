import type { Phrases } from './phrases';

export const french: Phrases = {
  openings: [
    [
      'Bonjour {first}, comment gérez-vous les arrivées de camions chez {company} ?',
      'Bonjour, encore beaucoup par téléphone, je l’avoue.',
    ],
    [
      'Bonjour {first}, merci pour la mise en relation. Vous suivez les quais de {city} ?',
      'Oui, avec {colleague}. De quoi s’agit-il ?',
    ],
    [
      'Bonjour {first}, nous nous sommes croisés au salon de {city}.',
      'Oui, je m’en souviens très bien !',
    ],
    [
      'Bonjour {first}, les temps d’attente sont-ils un sujet chez vous ?',
      'Surtout le lundi. Et en décembre, tous les jours.',
    ],
  ],
  questions: [
    [
      'Combien ça coûte pour un site ?',
      'Environ {euro} euros par mois, rien pour les transporteurs.',
    ],
    [
      'Est-ce compatible avec notre WMS ?',
      'Oui, nous lisons les commandes et renvoyons les heures d’arrivée.',
    ],
    ['Où sont hébergées les données ?', 'À Francfort et à Dublin, uniquement en Europe.'],
    ['Combien de temps pour démarrer ?', 'Environ {n} semaines.'],
    [
      'Les chauffeurs doivent-ils installer une application ?',
      'Non, un lien suffit, en {n} langues.',
    ],
    [
      'Avez-vous une référence dans notre secteur ?',
      'Oui, près de {city}. Je peux vous mettre en contact.',
    ],
    ['Peut-on commencer par un seul quai ?', 'Bien sûr, c’est même ce que je conseille.'],
  ],
  steps: [
    ['Seriez-vous disponible {day} à {time} ?', 'Oui, parfait. Merci d’inviter aussi {colleague}.'],
    ['Je vous ai envoyé la proposition ce matin.', 'Bien reçue, nous en parlons {day}.'],
    ['Le test d’intégration est concluant de notre côté.', 'Du nôtre aussi, bravo à l’équipe.'],
    ['Souhaitez-vous une visite du site de {city} ?', 'Avec plaisir, plutôt le matin.'],
    ['J’ai ajouté la formation sans supplément.', 'C’est très apprécié, merci.'],
  ],
  nudges: [
    'Bonjour {first}, avez-vous pu regarder ?',
    'Je me permets une petite relance, {first}.',
    'Dois-je revenir vers vous après l’été ?',
  ],
  short: [
    'Merci !',
    'Parfait.',
    'C’est noté.',
    'Très bien, à {day}.',
    'Bon week-end !',
    'Avec plaisir 😊',
  ],
};

export const spanish: Phrases = {
  openings: [
    [
      'Hola {first}, ¿cómo gestionáis las llegadas en {company}?',
      'Hola, con hojas de cálculo y mucha paciencia.',
    ],
    [
      'Hola {first}, gracias por conectar. ¿Llevas los muelles de {city}?',
      'Sí, desde enero. ¿En qué puedo ayudarte?',
    ],
    ['Buenos días {first}, ¿siguen las colas de los lunes?', 'Siguen, y los jueves también.'],
  ],
  questions: [
    ['¿Cuánto cuesta?', 'Unos {euro} euros al mes por centro, sin coste para los transportistas.'],
    ['¿Funciona con nuestro sistema de almacén?', 'Sí, ¿qué versión tenéis?'],
    ['¿Cuánto se tarda en empezar?', 'Unas {n} semanas.'],
    ['¿Los conductores necesitan una aplicación?', 'No, basta con un enlace.'],
    ['¿Tenéis clientes por aquí?', 'Sí, dos cerca de {city}.'],
    ['¿Podemos probar sin compromiso?', 'Claro, tres meses en un solo centro.'],
  ],
  steps: [
    ['¿Te va bien el {day} a las {time}?', 'Perfecto, mándame la invitación.'],
    ['Te acabo de enviar la propuesta.', 'Recibida, lo vemos el {day} con {colleague}.'],
    ['La integración ya funciona en pruebas.', '¡Qué rápido! Lo confirmo con informática.'],
    ['He bajado el precio a {euro}.', 'Así sí lo puedo defender.'],
  ],
  nudges: ['Hola {first}, ¿alguna novedad?', '¿Sigue en pie el tema para este trimestre?'],
  short: ['¡Gracias!', 'Perfecto.', 'De acuerdo.', 'Hecho 👌', '¡Buen fin de semana!'],
};

export const italian: Phrases = {
  openings: [
    [
      'Buongiorno {first}, come gestite gli arrivi in {company}?',
      'Buongiorno, ancora a mano purtroppo.',
    ],
    [
      'Salve {first}, grazie per il contatto. Segue lei le baie di {city}?',
      'Sì, insieme a {colleague}.',
    ],
  ],
  questions: [
    ['Quanto costa al mese?', 'Circa {euro} euro a sito, i vettori non pagano nulla.'],
    ['Quanto ci vuole per partire?', 'Circa {n} settimane.'],
    ['Funziona con il nostro gestionale?', 'Sì, lo colleghiamo in due ore.'],
  ],
  steps: [
    ['Le va bene {day} alle {time}?', 'Va benissimo, mi mandi l’invito.'],
    ['Le ho inviato l’offerta.', 'Ricevuta, ne parliamo {day}.'],
  ],
  nudges: ['Buongiorno {first}, ci sono novità?'],
  short: ['Grazie mille!', 'Perfetto.', 'D’accordo.', 'Buon weekend!'],
};

export const portuguese: Phrases = {
  openings: [
    ['Olá {first}, como gerem as chegadas na {company}?', 'Olá, ainda com folhas de cálculo.'],
    [
      'Bom dia {first}, obrigado pela ligação. É responsável pelo cais em {city}?',
      'Bom dia, sou eu mesma.',
    ],
  ],
  questions: [
    ['Quanto custa por mês?', 'Cerca de {euro} euros por local.'],
    ['Em quanto tempo arrancamos?', 'Em {n} semanas.'],
    ['Os motoristas precisam de aplicação?', 'Não, só de um link.'],
  ],
  steps: [
    ['Pode ser {day} às {time}?', 'Combinado, até lá.'],
    ['A proposta já seguiu.', 'Recebi, obrigada. Falamos {day}.'],
  ],
  nudges: ['Olá {first}, há novidades?'],
  short: ['Obrigada!', 'Perfeito.', 'Combinado 👍', 'Bom fim de semana!'],
};
