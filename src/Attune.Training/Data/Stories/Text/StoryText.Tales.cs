namespace Attune.Training;

internal static partial class StoryText
{
    // Short, and full of words that come again: a small model learns here what it needs to remember who and what a long story is about.
    private const string Tales = """
        :: Tale
        <GoneTale>
        <MeetingTale>
        <GuestTale>
        <CakeTale>
        <TreeTale>
        <StormTale>
        <HomeTale>
        <FavourTale>

        : TaleHero
        3 {^kind:Kind.a} named {hero:@kind.names}
        2 {^:Trait.a} {kind:Kind} called {hero:@kind.names}

        :: GoneTale
        <TaleHero> had {:ThingTrait.a} {thing:Thing}. {^hero.he} loved {hero.his} {thing}. One {:DayPart} the {thing} was gone. "Where is my {thing}?" cried {hero}. <HereIsTheThing>

        :: HereIsTheThing
        "Here is your {thing}, {hero}," said {helper:Helper.a}. "Thank you, {helper}!" said {hero}.
        {^helper:Helper.a} found the {thing} and gave it to {hero}. "Thank you for the {thing}, {helper}," said {hero}.

        :: MeetingTale
        <TaleHero> met {helper:Helper.a}. "Hello, {helper}," said {hero}. "Hello, {hero}," said the {helper}. "I have {thing:Thing.a}," said {hero}. "Let us play with your {thing}," said the {helper}. So {hero} and the {helper} played with the {thing}.

        :: GuestTale
        <TaleHero> found {guest:Creature.a}. The {guest} was {need:Need}, because {need.why}. "You poor {guest}!" said {hero}. {^hero} {need.cure}, and soon the {guest} was {need.after}. "Thank you, {hero}," said the {guest}.

        :: CakeTale
        <TaleHero> wanted to bake {cake:Cake.a}, but there was no {needed:Ingredient}. "I have {needed}," said {helper:Helper.a}. "Here is the {needed} for your {cake}, {hero}." "Thank you for the {needed}, {helper}," said {hero}. Soon the {cake} was ready, and {hero} and the {helper} ate the {cake} together.

        :: TreeTale
        <TaleHero> saw {hero.his} {thing:Thing} in {tree:Tree.a}. "My {thing} is up there in the {tree}," said {hero}. {^helper:Helper.a} climbed the {tree} and brought the {thing} down. "Thank you, {helper}!" said {hero}. "I will never lose my {thing} again."

        :: HomeTale
        <TaleHero> lived in {:PlaceTrait.a} {place:Place} with {hero.his} {dear:Relative}. One {:DayPart} {hero} found {guest:Creature.a} near the {place}. "Come home with me, to our {place}," said {hero}, and took the {guest} home. {^hero.his} {dear} gave the {guest} {food:Food.a}. The {guest} ate the {food} and loved {hero}, the {place} and {hero.his} {dear}.

        :: FavourTale
        "Please {favour:Favour}, {hero:Girl}," said {hero.his} {dear:Relative}. {^hero} {favour.past}. "Thank you, {hero}!" said {hero.his} {dear}, and gave {hero} {:Food.a}. {^hero} liked to help {hero.his} {dear}.
        "Please {favour:Favour}, {hero:Boy}," said {hero.his} {dear:Relative}. {^hero} {favour.past}. "Thank you, {hero}!" said {hero.his} {dear}, and gave {hero} {:Food.a}. {^hero} liked to help {hero.his} {dear}.

        :: StormTale
        {^storm:Storm.a} {storm.did} the {part:Part}. Now nobody could {part.use}. "We need a new {part}," said {kind:Kind.a} named {hero:@kind.names}. {^helper:Helper.a} helped {hero}. Soon {hero} and the {helper} were ready, and all could {part.use} again. "Thank you for the {part}, {hero}," said the {helper}.
        """;
}
