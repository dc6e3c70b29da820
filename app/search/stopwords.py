"""French words that answer nothing: in every text, or around a question. « été » is neither: it is also a season."""

import unicodedata


def _without_accents(text: str) -> str:
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()


_WORDS = """
    a afin ai ainsi ait alors après as au aucun aucune aucuns aujourd'hui auquel aura auraient aurait aussi autre
    autres aux auxquelles auxquels avaient avait avant avec avez avoir avons ayant à c c'est c'est-à-dire car ce
    ceci cela celle celles celleux celui cependant certaines certains ces cet cette ceux chaque chez ci comme
    comment ça d dans de deja depuis des dès déjà donc dont du elle elles en encore entre es est et etaient etait
    etant etc etre eu eux étaient était étant être faire fais fait faut font furent fut ici iel iels il ils j je l
    la laquelle là le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais me mes même mêmes moi mon
    n ne nos notamment notre nous on ont or ou où par parce parmi pas pendant peu peut peuvent plus plusieurs pour
    pourquoi puis puisque qu quand que quel quelle quelles quelque quelques quels qui quoi s sa sans se selon sera
    seront ses si sinon soient soit son sont sous suis sur t ta tandis te tel telle telles tels tes toi ton tou tous
    tout toute toutes très tu un une vers via voici voilà vos votre vous y
"""

# Typed without accents they mean nothing either.
STOP_WORDS = frozenset(_WORDS.split()) | frozenset(_without_accents(_WORDS).split())

# What people put around what they look for: left out of a request that holds something else.
_AROUND = """
    aimerais besoin besoins bonjour bonsoir cherche chercher cherchons connaître connais devons devrais dois exemple
    exemples existe existent exister idée idées merci peux pourrais savoir sais svp trouve trouver venir veux voudrais
    voulons vouloir
"""
QUESTION_WORDS = frozenset(_AROUND.split()) | frozenset(_without_accents(_AROUND).split())
