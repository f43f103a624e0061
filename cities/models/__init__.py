"""Cities' models, re-exported by name."""

from cities.models.affiliation import Affiliation
from cities.models.challenge import Challenge
from cities.models.challenge_support import ChallengeComment, CoSignature, SupportOffer
from cities.models.city import City, CitySource, MailDomain
from cities.models.contact import CityContact
from cities.models.cycle import Ballot, ChallengeCycle, CycleEntry
from cities.models.expert import ExpertProfile, ExpertRequest
from cities.models.follow import Follow
from cities.models.joining import Interest, InterestAnswer, Invitation
from cities.models.partner import Partner
from cities.models.sector import LegacySector
from cities.models.story import Achievement, CityOffer, Commitment, Milestone

__all__ = [
    "Achievement",
    "Affiliation",
    "Ballot",
    "Challenge",
    "ChallengeComment",
    "ChallengeCycle",
    "City",
    "CityContact",
    "CityOffer",
    "CitySource",
    "CoSignature",
    "Commitment",
    "CycleEntry",
    "ExpertProfile",
    "ExpertRequest",
    "Follow",
    "Interest",
    "InterestAnswer",
    "Invitation",
    "LegacySector",
    "MailDomain",
    "Milestone",
    "Partner",
    "SupportOffer",
]
