"""Countries whose name the text at hand has too seldom: English, Spanish.

Only such as stand without an article in both languages and are no person's or other thing's name.
"""

_NAMES = """
Afghanistan=Afganistán Albania=Albania Algeria=Argelia Angola=Angola Argentina=Argentina
Armenia=Armenia Australia=Australia Austria=Austria Azerbaijan=Azerbaiyán Bahrain=Baréin
Bangladesh=Bangladés Barbados=Barbados Belarus=Bielorrusia Belgium=Bélgica Belize=Belice
Benin=Benín Bhutan=Bután Bolivia=Bolivia Bosnia=Bosnia Botswana=Botsuana Brazil=Brasil
Bulgaria=Bulgaria Burundi=Burundi Cambodia=Camboya Cameroon=Camerún Canada=Canadá Chile=Chile
China=China Colombia=Colombia Croatia=Croacia Cuba=Cuba Cyprus=Chipre Denmark=Dinamarca
Djibouti=Yibuti Egypt=Egipto England=Inglaterra Eritrea=Eritrea Estonia=Estonia Ethiopia=Etiopía
Fiji=Fiyi Finland=Finlandia France=Francia Gabon=Gabón Germany=Alemania Ghana=Ghana
Greece=Grecia Greenland=Groenlandia Guatemala=Guatemala Guyana=Guyana Haiti=Haití
Honduras=Honduras Hungary=Hungría Iceland=Islandia India=India Indonesia=Indonesia Iran=Irán
Iraq=Irak Ireland=Irlanda Israel=Israel Italy=Italia Jamaica=Jamaica Japan=Japón Jordan=Jordania
Kazakhstan=Kazajistán Kenya=Kenia Kuwait=Kuwait Kyrgyzstan=Kirguistán Laos=Laos Latvia=Letonia
Lebanon=Líbano Lesotho=Lesoto Liberia=Liberia Libya=Libia Lithuania=Lituania
Luxembourg=Luxemburgo Madagascar=Madagascar Malawi=Malaui Malaysia=Malasia Mali=Malí Malta=Malta
Mauritania=Mauritania Mauritius=Mauricio Mexico=México Moldova=Moldavia Monaco=Mónaco
Mongolia=Mongolia Montenegro=Montenegro Morocco=Marruecos Mozambique=Mozambique
Myanmar=Birmania Namibia=Namibia Nepal=Nepal Nicaragua=Nicaragua Nigeria=Nigeria Norway=Noruega
Oman=Omán Pakistan=Pakistán Palestine=Palestina Panama=Panamá Paraguay=Paraguay Peru=Perú
Poland=Polonia Portugal=Portugal Qatar=Catar Romania=Rumanía Russia=Rusia Rwanda=Ruanda
Samoa=Samoa Scotland=Escocia Senegal=Senegal Serbia=Serbia Singapore=Singapur
Slovakia=Eslovaquia Slovenia=Eslovenia Somalia=Somalia Spain=España Sudan=Sudán
Suriname=Surinam Sweden=Suecia Switzerland=Suiza Syria=Siria Taiwan=Taiwán Tajikistan=Tayikistán
Tanzania=Tanzania Thailand=Tailandia Tonga=Tonga Tunisia=Túnez Turkmenistan=Turkmenistán
Uganda=Uganda Ukraine=Ucrania Uruguay=Uruguay Uzbekistan=Uzbekistán Venezuela=Venezuela
Vietnam=Vietnam Wales=Gales Yemen=Yemen Zambia=Zambia Zimbabwe=Zimbabue
"""

COUNTRIES = dict(name.split("=") for name in _NAMES.split())
