const replies: Record<string, readonly string[]> = {
  en: [
    'Thanks for the quick answer. Let me check with operations and come back to you today.',
    'That works for me. Can you send the invite?',
    'Good question. Roughly 140 arrivals a week, a bit more before Easter.',
    'Could you put that in two lines I can forward to our finance lead?',
    'Sounds right. What would the first month look like in practice?',
    'I am in a warehouse with no signal until four, will read this properly after that.',
    'Perfect, thank you!',
    'Hm, that is more than we planned for this quarter. Is there a smaller first step?',
    'Yes please. Monday morning is best, before ten.',
    'Got it. Adding Marit here, she runs the yard and will have the better questions.',
    'That is exactly the number I needed.',
    'Let me think about it over the weekend.',
  ],
  de: [
    'Danke für die schnelle Antwort. Ich spreche kurz mit der Disposition und melde mich.',
    'Passt. Schicken Sie mir gern eine Einladung für Donnerstag.',
    'Klingt gut, aber wir müssten vorher den Betriebsrat einbinden.',
    'Perfekt, vielen Dank!',
  ],
  fr: [
    'Merci pour votre réponse rapide. Je vois avec les équipes du quai et je reviens vers vous.',
    'Parfait, mardi 14 h me convient.',
    'Pouvez-vous m’envoyer un exemple chiffré ?',
    'Très bien, merci beaucoup.',
  ],
  es: [
    'Gracias por responder tan rápido. Lo comento con el equipo y te digo algo mañana.',
    'Perfecto, el jueves por la mañana me va bien.',
    '¿Podrías mandarme un ejemplo con números?',
  ],
  pt: [
    'Obrigada pela resposta! Vou confirmar com a equipa e já te digo.',
    'Combinado, quinta às 10h.',
  ],
  it: ['Grazie, ne parlo con il magazzino e le faccio sapere.', 'Perfetto, giovedì va benissimo.'],
  nl: [
    'Dank voor je snelle reactie, ik overleg het even met de planning.',
    'Top, donderdag past prima.',
  ],
  ar: ['شكرًا على الرد السريع، سأتحدث مع فريق المستودع وأعود إليك.', 'مناسب جدًا، نتحدث يوم الخميس.'],
  he: ['תודה על התשובה המהירה, אבדוק עם הצוות ואחזור אליך.', 'מעולה, יום חמישי מתאים לי.'],
  ja: [
    '早速のご返信ありがとうございます。社内で確認してご連絡します。',
    '木曜日の午前中で問題ありません。',
  ],
  zh: ['谢谢您的快速回复，我和仓库确认一下再联系您。', '可以，周四上午没问题。'],
};

/** Short answers a contact may give, in the contact's language; English when there are none. */
export function repliesIn(language: string): readonly string[] {
  return replies[language] ?? replies.en ?? [];
}
