namespace Attune.Training;

internal static partial class StoryText
{
    private const string People = """
        = Girl gender=f
        Nora, Lily, Molly, Rosa, Ida, Tilly, Greta, Anna, Mia, Hazel, Poppy, Clara, Ella, Wilma, Ruby, Daisy, Olga, Flora, Betty, Luna,
        Maud, Zoe, Pippa, Alma, Carla, Heidi, Ines, Juna, Kira, Lotta, Mona, Nelly, Opal, Paula, Romy, Sally, Tessa, Una, Vera, Wanda,
        Yara, Zelda, Agnes, Bella, Cleo, Dora, Edith, Fanny, Gilda, Hanna, Irma, Josie, Klara, Lena, Mabel, Nina, Odette, Penny, Queenie, Rita,
        Selma, Thea, Ursula, Viola, Willa, Xenia, Yvette, Zara, Amber, Bonnie, Cora, Della, Elsa, Freya, Ginny, Hilda, Iris, Jenny, Kitty, Lola,
        Mira, Nadia, Oona, Petra, Rhoda, Sonya, Trudy, Vesna, Winnie, Ylva, Aisha, Bibi, Cecily, Dilys, Esme, Fatima, Gwen, Holly, Imani, Jasmine,
        Kaya, Leila, Marta, Naomi, Olive, Priya, Rahel, Saskia, Tamar, Uma, Valerie, Wren, Yuki, Zuzana, Astrid, Brenda, Chloe, Doris, Emmy, Fern

        = Boy gender=m
        Tom, Ben, Max, Finn, Oskar, Pip, Leo, Sam, Hugo, Jack, Emil, Otto, Toby, Felix, Anton, Karl, Milo, Nils, Peter, Rufus,
        Arlo, Bruno, Casper, Dario, Edgar, Fritz, Gus, Henry, Ivan, Jonas, Kit, Louis, Marek, Ned, Oliver, Paul, Quentin, Ralph, Simon, Theo,
        Ulf, Victor, Walter, Xaver, Yusuf, Zack, Alfie, Barney, Cyril, Dennis, Elmer, Floyd, Gilbert, Harvey, Igor, Jasper, Kenny, Lasse, Mattis, Noah,
        Omar, Percy, Robin, Stanley, Tim, Ulrich, Vincent, Wilbur, Yannick, Zeno, Alan, Boris, Clem, Dimitri, Ernie, Fergus, Georg, Hamish, Isaac, Jamal,
        Kofi, Linus, Mikko, Nathan, Olaf, Pablo, Rashid, Sven, Tariq, Urban, Vasco, Willem, Yuri, Zoltan, Amos, Basil, Caleb, Duncan, Eddie, Francis,
        Gordon, Hector, Ian, Julian, Kasimir, Lenny, Moritz, Nico, Orson, Patrick, Quincy, Roger, Silas, Tadeo, Uwe, Virgil, Winston, Yorick, Abel, Bertram

        = Kind names
        girl | Girl
        boy | Boy
        rabbit | Girl
        fox | Boy
        hedgehog | Boy
        squirrel | Girl
        bear | Boy
        duckling | Girl
        piglet | Boy
        lamb | Girl
        kitten | Girl
        puppy | Boy
        mole | Boy
        otter | Girl
        raccoon | Boy
        penguin | Girl
        dragon | Boy
        pony | Girl
        gosling | Boy
        calf | Girl
        elephant | Boy
        giraffe | Girl
        kangaroo | Girl
        monkey | Boy
        princess | Girl
        prince | Boy
        witch | Girl
        wizard | Boy
        fairy | Girl
        dwarf | Boy
        pirate | Boy
        mermaid | Girl
        robot | Boy
        ghost | Girl
        giant | Boy

        = Helper gender
        owl | m
        tortoise | m
        baker | m
        farmer | m
        goat | f
        shepherd | m
        postman | m
        gardener | f
        badger | m
        fisherman | m
        hen | f
        miller | m
        teacher | f
        donkey | m
        sailor | m
        swan | f
        doctor | f
        heron | m
        tailor | m
        cow | f
        blacksmith | m
        carpenter | m
        nurse | f
        painter | m
        beekeeper | f
        weaver | f
        ferryman | m
        crane | f
        librarian | f
        cobbler | m
        raven | m
        stork | f
        musician | m
        clockmaker | m
        chimney sweep | m
        potter | f
        inventor | f
        walrus | m
        lighthouse keeper | m
        beaver | m
        knight | m
        toad | m
        camel | f
        hermit | m
        juggler | f
        astronomer | f
        explorer | f
        goose | f
        seamstress | f
        woodcutter | m

        = Relative
        grandmother, grandfather, mother, father, aunt, uncle, sister, brother, cousin, godmother, neighbour, great-aunt, twin, niece, nephew, godfather

        = Trait
        little, small, curious, brave, shy, clever, cheerful, young, friendly, kind, lively, quiet, gentle, merry, lazy, busy, sleepy, funny, bold, careful,
        dreamy, hungry, playful, polite, proud, silly, stubborn, sweet, thoughtful, tiny, wild, honourable, chubby, fluffy, freckled, forgetful, patient, impatient, restless, tidy,
        untidy, talkative, cuddly, nimble, noisy, plump, nosy, messy, skinny, smart, spotted, timid, wise, witty, adventurous, bashful, bouncy, bright, calm, cautious,
        charming, clumsy, daring, dainty, eager, earnest, fearless, gallant, giddy, graceful, grumpy, handsome, hopeful, jolly, loyal, modest, mischievous, plucky, sensible, sturdy,
        tender, trusting, whiskered, zany, well-behaved, long-legged, bright-eyed, curly-haired, rosy, absent-minded

        = HelperTrait
        old, kind, wise, friendly, tall, fat, round, jolly, gentle, grey, white-haired, clever, good, cheerful, tired, helpful, grumpy, patient, rich, poor,
        bearded, famous, strong, thin, wandering, mysterious, whistling, bald, elderly, sunburnt, hard-working, good-hearted, short-sighted, half-deaf, limping, dignified, wrinkled, broad-shouldered, soft-spoken, experienced

        = Job
        king, queen, mayor, captain, magician, cook, clown, judge, dancer, poet, acrobat, astronaut, drummer, general, goldsmith, hunter, pilot, barber, singer, emperor

        = Sad
        sad, worried, unhappy, upset, lonely, miserable, gloomy, sorry, anxious, nervous, puzzled, tearful, cross, disappointed, downhearted, frightened, heartbroken, hopeless, uneasy, troubled,
        sorrowful, glum, forlorn, desperate, dismayed

        = Glad
        happy, glad, pleased, delighted, proud, thankful, cheerful, excited, joyful, content, grateful, relieved, merry, overjoyed, thrilled, amazed, surprised, satisfied, radiant, blissful,
        jubilant, enchanted, lighthearted, tickled, moved

        = Wonderful
        wonderful, beautiful, exciting, lovely, amazing, marvellous, delightful, glorious, magical, unforgettable, splendid, astonishing, fantastic, perfect, remarkable, extraordinary, fabulous, incredible, peculiar, superb

        = Softly
        softly, quietly, sadly, slowly, shyly, gently, bravely, politely, timidly, honestly, sleepily, anxiously, hoarsely, earnestly, weakly, meekly, nervously, calmly, hurriedly, breathlessly,
        gravely, glumly, hesitantly, bashfully, mournfully

        = Loudly
        loudly, happily, merrily, proudly, gladly, eagerly, cheerfully, excitedly, joyfully, warmly, brightly, boldly, kindly, playfully, gleefully, heartily, solemnly, dreamily, cheekily, triumphantly
        """;
}
