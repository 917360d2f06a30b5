"""What the texts of a sample are put together from, each in English and French.

A subject is singular and has its article, a verb is in the third person, a place is named without an article and begins
with a consonant: so every sentence that is put together is one, in both languages.
"""

Pair = tuple[str, str]

SUBJECTS: tuple[Pair, ...] = (
    ("the ministry in charge of citizens abroad", "le ministère chargé des citoyens de l’étranger"),
    ("the investment promotion agency", "l’agence de promotion des investissements"),
    ("the federation of hometown associations", "la fédération des associations villageoises"),
    ("the employment service", "le service de l’emploi"),
    ("a savings bank", "une caisse d’épargne"),
    ("the university hospital", "le centre hospitalier universitaire"),
    ("the chamber of commerce", "la chambre de commerce"),
    ("the municipal council", "le conseil municipal"),
    ("a network of engineers", "un réseau d’ingénieurs"),
    ("the consular service", "le service consulaire"),
    ("an association of nurses", "une association d’infirmières"),
    ("the statistical office", "l’office des statistiques"),
    ("the electoral commission", "la commission électorale"),
    ("the regional development bank", "la banque régionale de développement"),
    ("a cooperative of farmers", "une coopérative agricole"),
    ("the council of citizens abroad", "le conseil des citoyens de l’étranger"),
    ("the vocational training centre", "le centre de formation professionnelle"),
    ("a foundation of former students", "une fondation d’anciens étudiants"),
    ("the water authority", "la régie de l’eau"),
    ("the pension fund", "la caisse de retraite"),
)

VERBS: tuple[Pair, ...] = (
    ("finances", "finance"),
    ("organises", "organise"),
    ("supports", "soutient"),
    ("advertises", "fait connaître"),
    ("evaluates", "évalue"),
    ("coordinates", "coordonne"),
    ("extends", "étend"),
    ("proposes", "propose"),
    ("simplifies", "simplifie"),
    ("oversees", "supervise"),
    ("pilots", "expérimente"),
    ("guarantees", "garantit"),
    ("renews", "renouvelle"),
    ("digitises", "numérise"),
    ("subsidises", "subventionne"),
)

OBJECTS: tuple[Pair, ...] = (
    ("short missions of highly qualified volunteers", "de courtes missions de bénévoles hautement qualifiés"),
    ("loans at a reduced rate", "des prêts à taux réduit"),
    ("the drilling of wells and the upkeep of pumps", "le forage de puits et l’entretien des pompes"),
    ("a one-stop shop for permits and customs", "un guichet unique pour les permis et la douane"),
    ("cheaper transfers by mobile telephone", "des transferts moins chers par téléphone mobile"),
    ("language courses for the second generation", "des cours de langue pour la deuxième génération"),
    ("the recognition of foreign diplomas", "la reconnaissance des diplômes étrangers"),
    ("legal aid and the repatriation of the deceased", "l’aide juridique et le rapatriement des défunts"),
    ("a register of skills and vacancies", "un répertoire des compétences et des emplois"),
    ("bonds in small denominations", "des obligations de faible montant"),
    ("the building of schools and health posts", "la construction d’écoles et de postes de santé"),
    ("the planting of orchards and shade trees", "la plantation de vergers et d’arbres d’ombrage"),
    ("summer camps and heritage journeys", "des camps d’été et des voyages de mémoire"),
    ("telemedicine between hospitals", "la télémédecine entre hôpitaux"),
    ("the registration of voters at consulates", "l’inscription des électeurs dans les consulats"),
    ("housing plots and mortgages", "des parcelles à bâtir et des prêts hypothécaires"),
    ("joint laboratories and doctoral supervision", "des laboratoires communs et des thèses en cotutelle"),
    ("solar kits for dispensaries", "des kits solaires pour les dispensaires"),
    ("advice on social security and pensions", "des conseils sur la sécurité sociale et la retraite"),
    ("an annual forum of entrepreneurs", "un forum annuel d’entrepreneurs"),
    ("insurance for families who stay behind", "une assurance pour les familles restées au pays"),
    ("archives of music and oral history", "des archives de musique et d’histoire orale"),
    ("matching grants for village projects", "un cofinancement de projets villageois"),
    ("apprenticeships in tailoring and masonry", "des apprentissages en couture et en maçonnerie"),
)

GROUPS: tuple[Pair, ...] = (
    ("young entrepreneurs", "les jeunes entrepreneurs"),
    ("returning families", "les familles de retour"),
    ("women who trade across borders", "les commerçantes transfrontalières"),
    ("physicians abroad", "les médecins de l’étranger"),
    ("seasonal workers", "les travailleurs saisonniers"),
    ("students and researchers", "les étudiants et les chercheurs"),
    ("retired migrants", "les migrants retraités"),
    ("people in distress", "les personnes en détresse"),
    ("fishing communities", "les communautés de pêcheurs"),
    ("descendants of emigrants", "les descendants d’émigrés"),
    ("domestic workers", "les employées de maison"),
    ("investors with modest savings", "les épargnants modestes"),
    ("teachers of mathematics", "les professeurs de mathématiques"),
    ("craftspeople and musicians", "les artisans et les musiciens"),
)

MEASURES: tuple[Pair, ...] = (
    ("Guarantee fund", "Fonds de garantie"),
    ("Return and reintegration programme", "Programme de retour et de réinsertion"),
    ("Knowledge transfer through expatriate nationals", "Transfert de connaissances par les nationaux expatriés"),
    ("Guide to rights and services", "Guide des droits et des services"),
    ("Mentoring scheme", "Dispositif de parrainage"),
    ("Remittance corridor pilot", "Projet pilote de transfert de fonds"),
    ("Mobile consulate", "Consulat itinérant"),
    ("Diaspora investment prize", "Prix de l’investissement de la diaspora"),
    ("Co-development projects", "Projets de codéveloppement"),
    ("Portal of competences", "Portail des compétences"),
    ("Village water partnership", "Partenariat pour l’eau des villages"),
    ("Savings and housing plan", "Plan d’épargne logement"),
    ("Week of the diaspora", "Semaine de la diaspora"),
    ("Medical caravan", "Caravane médicale"),
    ("Scholarship scheme", "Programme de bourses"),
    ("Migrant resource centre", "Centre de ressources pour migrants"),
)

TEXTS: tuple[Pair, ...] = (
    ("National policy on engagement", "Politique nationale d’engagement"),
    ("Law on nationality", "Loi sur la nationalité"),
    ("Decree on the register of citizens abroad", "Décret sur le registre des citoyens de l’étranger"),
    ("Electoral code", "Code électoral"),
    ("Agreement on social security", "Accord de sécurité sociale"),
    ("Strategy for remittances", "Stratégie sur les transferts de fonds"),
    ("Action plan on mobility", "Plan d’action sur la mobilité"),
    ("Investment code", "Code des investissements"),
    ("Protocol on free movement", "Protocole sur la libre circulation"),
    ("Handbook of consular protection", "Manuel de protection consulaire"),
)

BODIES: tuple[Pair, ...] = (
    ("Ministry of citizens abroad", "Ministère des citoyens de l’étranger"),
    ("Directorate of migration", "Direction des migrations"),
    ("Agency for investment", "Agence des investissements"),
    ("High council of the diaspora", "Haut conseil de la diaspora"),
    ("Observatory of mobility", "Observatoire de la mobilité"),
    ("Bank of solidarity", "Banque de solidarité"),
    ("Office of employment", "Office de l’emploi"),
    ("Consulate general", "Consulat général"),
)

ASSOCIATIONS: tuple[Pair, ...] = (
    ("Association for the development", "Association pour le développement"),
    ("Union of natives", "Union des ressortissants"),
    ("Youth forum", "Forum des jeunes"),
    ("Network of professionals", "Réseau des professionnels"),
    ("Solidarity committee", "Comité de solidarité"),
    ("Federation of associations", "Fédération des associations"),
    ("Circle of entrepreneurs", "Cercle des entrepreneurs"),
    ("Women’s group", "Groupement des femmes"),
)

DOCUMENTS: tuple[Pair, ...] = (
    ("Mapping of diaspora engagement", "Cartographie de l’engagement de la diaspora"),
    ("Survey of remittances", "Enquête sur les transferts de fonds"),
    ("Annual report", "Rapport annuel"),
    ("Evaluation of programmes", "Évaluation des programmes"),
    ("Migration profile", "Profil migratoire"),
    ("Official gazette", "Journal officiel"),
)

HINDRANCES: tuple[Pair, ...] = (
    ("High cost of transfers", "Coût élevé des transferts"),
    ("Lack of trust in institutions", "Manque de confiance dans les institutions"),
    ("Few data on emigrants", "Peu de données sur les émigrés"),
    ("Slow procedures", "Lenteur des procédures"),
    ("Overlapping mandates", "Chevauchement des mandats"),
    ("Little funding", "Financement insuffisant"),
    ("Distance of the consulates", "Éloignement des consulats"),
)

SENTENCES: tuple[Pair, ...] = (
    ("{subject} {verb} {object} for {group} in {town}.", "{subject} {verb} {object} pour {group} à {town}."),
    (
        "since {year}, {subject} in {town} {verb} {object}; {group} benefit most.",
        "depuis {year}, {subject} de {town} {verb} {object} ; {group} en profitent le plus.",
    ),
    (
        "in {town}, {group} asked for {object}, which {subject} has provided since {year}.",
        "à {town}, {group} demandaient {object} : {subject} s’en charge depuis {year}.",
    ),
    (
        "about {number} people from {town} had taken part by {year}, according to a survey of families.",
        "environ {number} personnes de {town} y avaient pris part en {year}, selon une enquête auprès des familles.",
    ),
    (
        "{subject} {verb} {object}, with offices in {town} and {other_town}.",
        "{subject} {verb} {object}, avec des bureaux à {town} et à {other_town}.",
    ),
    (
        "an evaluation of {year} found that {object} reached {group} between {town} and {other_town}.",
        "selon une évaluation de {year}, {group} de {town} à {other_town} ont obtenu {object}.",
    ),
)

# Places are named by three of these. Each begins with a consonant and ends in a vowel.
SYLLABLES = (
    "ba", "be", "bou", "da", "dé", "di", "dou", "fa", "ga", "ka", "ké", "ki", "kou", "la", "li", "lo", "ma", "mé", "mo",
    "na", "nio", "pa", "ra", "ri", "sa", "sé", "ségou", "ta", "ti", "tou", "va", "yé", "za", "zin",
)  # fmt: skip
