namespace Attune.Training;

internal static partial class StoryText
{
    private const string Deeds = """
        = Pastime
        singing, dancing, painting, reading, whistling, humming, climbing trees, counting clouds, telling jokes, flying kites, picking berries, fishing, drawing maps, baking, skating, jumping over puddles, swimming, collecting leaves, watching the stars, building sandcastles,
        juggling, sailing, asking riddles, chasing butterflies, digging holes, feeding the ducks, knitting, making faces, playing cards, running races, rolling down hills, rowing, skipping stones, sledging, sleeping in the sun, splashing about, standing on one leg, walking on walls, writing poems, yodelling

        = Chore
        washing up, getting up early, tidying up, sitting still, spelling, sweeping the floor, cleaning windows, doing sums, being on time, ironing, keeping secrets, peeling potatoes, waiting, making the bed, mending socks, chopping wood, polishing boots, listening, folding shirts, raking hay

        = Favour past
        feed my hens | fed the hens
        water my roses | watered the roses
        carry my bags | carried the bags
        sweep my yard | swept the yard
        sing me a song | sang a song
        find my glasses | found the glasses
        count my sheep | counted the sheep
        milk my cow | milked the cow
        tell me a joke | told a joke
        wind up my clocks | wound up the clocks
        pull up my turnips | pulled up the turnips
        brush my pony | brushed the pony
        mend my net | mended the net
        shake my plum tree | shook the plum tree
        read me a story | read a story
        catch my runaway pig | caught the runaway pig
        dig up my potatoes | dug up the potatoes
        scratch my back | scratched the itchy back
        hang out my washing | hung out the washing
        teach my parrot a word | taught the parrot a word

        = Skill past
        swim | swam
        sing | sang
        dance | danced
        skate | skated
        whistle | whistled
        fly | flew
        swing | swung
        juggle | juggled
        climb | climbed
        paint | painted
        write | wrote
        ride | rode
        draw | drew
        dive | dived
        row | rowed
        run fast | ran fast
        cook | cooked
        count to a thousand | counted to a thousand
        drum | drummed
        knit | knitted
        play chess | played chess
        do magic tricks | did magic tricks
        tie knots | tied knots
        stand on one leg | stood on one leg
        make pots | made pots
        throw far | threw far
        speak French | spoke French
        catch fish | caught fish
        build towers | built towers
        tell stories | told stories

        = Mishap
        fell into a puddle, bumped into a wall, sat down in the mud, got a bump on the head, landed in a haystack, swallowed a fly, tumbled down the stairs, scared the chickens, woke the whole street, lost a shoe,
        broke a plate, slipped on a banana skin, tore a pair of trousers, frightened the postman, rolled into a ditch, knocked over a bucket, made the baby cry, stepped on a cat, got completely tangled up, ran into a cow

        = Game
        hide-and-seek, tag, football, cards, chess, leapfrog, catch, hopscotch, marbles, pirates, tug-of-war, blind man's buff, skittles, ping-pong, charades, dominoes, kings and queens, follow-my-leader, snakes and ladders, robbers and guards

        = Need why cure after
        hungry | it had not eaten for days | gave it some bread and milk | full
        cold | the wind had blown away its bed | wrapped it in a warm scarf | warm
        thirsty | the stream had dried up | brought it a bowl of water | fresh
        wet | it had fallen into the river | dried it with a towel | dry
        lost | the fog had hidden the way home | showed it the way home | safe
        hurt | it had stepped on a thorn | pulled out the thorn | well
        ill | it had eaten too many berries | cooked it a pot of tea | healthy
        tired | it had travelled for a hundred miles | made it a bed of hay | rested
        lonely | all its friends had flown south | told it stories all night | cheerful
        trapped | a branch had fallen on its tail | lifted the branch | free
        scared | a hawk had chased it | hid it under a cloak | calm
        dirty | it had rolled in the mud | washed it with soap | clean
        sleepless | the moon was too bright | sang it a lullaby | asleep
        bored | it had rained for a week | taught it a new game | lively

        = Funny
        swallowed a whistle, put on a bucket instead of a hat, fallen asleep in a drum, caught a cold, eaten all the plums, sat down on a bagpipe, got stuck in a milk can, lost its voice, practised for the talent show, invited sixteen cousins to dinner,
        fallen into a barrel of apples, tried to bake bread, tied its tail in a knot, locked itself in, hidden its supper too well, learned to snore in tune, broken its bed, dreamed of cheese, tickled itself, started a band

        = Moral
        a good friend is worth more than gold, nobody is too small to help, it is good to ask for help, the truth is the shortest way, patience makes the sweetest fruit, sharing makes everything taste better, being brave means being afraid and going on,
        every day holds a surprise, kindness always comes back, practice makes perfect, things are not always as they seem, two heads are better than one, even a mistake can end well, a smile costs nothing, the best adventures begin at home,
        home is where your friends are, slow feet also reach the top, a thank-you opens every door, there is room for one more, laughing together mends almost anything

        = Smile
        big, warm, shy, broad, happy, kind, crooked, friendly, sly, wide, tired, toothless, secret, dreamy, satisfied

        = Along
        along, by, down the road, round the corner, over the hill, out of the fog, up the path, across the meadow, through the gate, along the river, out of a shop, past on a bicycle, down from the hills, out of the woods, riding on a donkey
        """;
}
