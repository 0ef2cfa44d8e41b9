"""Words that say nothing of a subject, in normalised spelling."""

from matchmaker.matching.kazakh import PRONOUNS

ENGLISH = frozenset(
    "a about above after all also an and any are as at be been being between both but by can could do does during each "
    "for from further had has have he her his how however i if in into is it its may might more most must no nor not of "
    "on once only or other our out over own same she should so some such than that the their them then there these they "
    "this those through thus to under until up upon us very was we were what when where which while who will with within "
    "without would you your".split()
)
RUSSIAN = frozenset(
    "а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее если есть "
    "еще же за и из или им их к как какой когда которая которого которой котором которую которые который которых кто ли "
    "либо между меня мне может можно мы на над нам нас наш не него нее нет ни них но о об однако он она они оно от очень "
    "по под после при с сам свой свои со так также такой такие там то тогда того тоже той только том тот у уже чего чем "
    "что чтобы эта эти этих это этого этой этом этот эту я".split()
)
KAZAKH = frozenset(
    "ал ада ай ау бар барлық бен бері болып болды болған болатын болады бойынша бұл бұның бір біз бірақ ғана ғой да де деген "
    "дейін деп еді екен емес енді ең еш және жоқ кез кейбір кейін кейінгі ма ме мен менен мұнда не немесе өз осы осындай оны "
    "оның олар олардың он ол пе пен сияқты сол соң сонда сондай сондай-ақ та табылады те туралы үшін үстінде шейін іші әр "
    "әрі арқылы ретінде тек қана".split()
)
STOP = ENGLISH | RUSSIAN | KAZAKH | PRONOUNS.keys()
