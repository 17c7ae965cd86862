import type { Phrases } from './phrases';

export const german: Phrases = {
  openings: [
    [
      'Guten Tag {first}, wie planen Sie bei {company} eigentlich die Anlieferungen?',
      'Guten Tag, ehrlich gesagt mit Excel und Telefon.',
    ],
    [
      'Hallo {first}, danke fürs Vernetzen! Sind Sie für die Rampen in {city} zuständig?',
      'Hallo, ja, zusammen mit {colleague}.',
    ],
    [
      'Hallo {first}, wir haben uns auf der Messe in {city} kurz gesprochen.',
      'Stimmt, am Stand mit den guten Brezeln. Worum ging es noch?',
    ],
    [
      'Guten Morgen {first}, wie hoch sind bei Ihnen gerade die Standgelder?',
      'Zu hoch. Genauer darf ich es nicht sagen.',
    ],
  ],
  questions: [
    [
      'Läuft das auch mit unserem Lagersystem?',
      'Ja, wir lesen Aufträge und schreiben Ankunftszeiten zurück.',
    ],
    [
      'Was kostet es für einen Standort?',
      'Etwa {euro} Euro im Monat, die Spediteure zahlen nichts.',
    ],
    [
      'Wie lange dauert die Einführung?',
      'Rund {n} Wochen, die ersten Buchungen kommen nach einer.',
    ],
    ['Wo liegen die Daten?', 'In Frankfurt, Auftragsverarbeitung schicke ich gern mit.'],
    [
      'Was sagt der Betriebsrat dazu?',
      'Es gibt eine Vorlage, bisher wurde sie überall angenommen.',
    ],
    [
      'Können die Fahrer ihre Zeit unterwegs ändern?',
      'Ja, bis {n} Stunden vorher, solange ein Tor frei ist.',
    ],
    [
      'Haben Sie eine Referenz in der Nähe?',
      'Ja, in {city}. Ich frage dort gern wegen eines Besuchs.',
    ],
    ['Geht auch ein Test ohne Vertrag?', 'Ja, ein Standort, drei Monate, monatlich kündbar.'],
  ],
  steps: [
    ['Passt Ihnen {day} um {time}?', '{day} passt, bitte mit Einladung an {colleague}.'],
    [
      'Ich habe eine Seite mit Ihren Zahlen vorbereitet. Darf ich sie schicken?',
      'Gern, aber bitte wirklich nur eine Seite.',
    ],
    ['Das Angebot ist heute rausgegangen.', 'Ist angekommen, wir besprechen es am {day}.'],
    [
      'Die Schnittstelle ist auf unserer Seite fertig.',
      'Bei uns auch, der Test lief um {time} durch.',
    ],
    ['Wer unterschreibt bei Ihnen?', 'Bis {euro} Euro ich, darüber die Geschäftsführung.'],
    [
      'Sollen wir die Schulung in zwei Gruppen machen?',
      'Ja, Früh- und Spätschicht getrennt bitte.',
    ],
  ],
  nudges: [
    'Hallo {first}, gibt es schon etwas Neues?',
    'Kurze Rückfrage: Ist das Thema noch aktuell?',
    'Hallo {first}, soll ich mich nach den Ferien wieder melden?',
  ],
  short: [
    'Danke!',
    'Alles klar.',
    'Super, bis dann.',
    'Mache ich.',
    'Schönes Wochenende!',
    'Perfekt 👍',
  ],
};

export const dutch: Phrases = {
  openings: [
    [
      'Hoi {first}, hoe plannen jullie bij {company} de aankomsten?',
      'Hoi, eerlijk gezegd nog met de hand.',
    ],
    [
      'Goedemorgen {first}, leuk je te ontmoeten in {city}. Had je al tijd voor het rapport?',
      'Nog niet, maar het ligt bovenop de stapel.',
    ],
    [
      'Hoi {first}, staan er op maandag nog steeds files voor de poort?',
      'Op maandag, en op donderdag nu ook.',
    ],
  ],
  questions: [
    ['Wat kost het per maand?', 'Ongeveer {euro} euro per locatie, vervoerders betalen niets.'],
    ['Werkt het met ons WMS?', 'Ja, welke versie hebben jullie?'],
    ['Hoe snel kunnen we starten?', 'Binnen {n} weken, als IT twee uur heeft.'],
    [
      'Kan een chauffeur zijn tijd nog wijzigen?',
      'Tot {n} uur van tevoren, zolang er een dock vrij is.',
    ],
    ['Waar staat de data?', 'In Dublin en Frankfurt.'],
  ],
  steps: [
    ['Zullen we {day} om {time} even bellen?', 'Prima, stuur maar een uitnodiging.'],
    ['De offerte zit in je mail.', 'Gezien, ik leg hem {day} voor.'],
    ['Mag ik {colleague} aan je voorstellen?', 'Graag, welkom erbij!'],
    ['We zitten al op {pct} procent eigen boekingen.', 'Wauw, dat had ik niet verwacht.'],
  ],
  nudges: ['Hoi {first}, nog nieuws van jullie kant?', 'Zal ik na de vakantie terugkomen?'],
  short: ['Top!', 'Dank je wel.', 'Helemaal goed.', 'Komt voor elkaar.', 'Fijn weekend!'],
};
